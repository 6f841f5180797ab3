#include "libagent/database/files/text_encoding.h"
#include "libagent/database/files/text_window.h"
#include "tests/libagent/database/files/read_records.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;
using askdb::test::TextInput;

namespace {

/// In pieces of every size, the same comes out.
std::string decoded(std::string_view bytes, TextEncoding encoding, std::size_t piece) {
    TextDecoder decoder(encoding);
    std::string text;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
        decoder.append(bytes.substr(0, piece), text);
    decoder.finish(text);
    return text;
}

bool is_utf8(std::string_view bytes, std::size_t piece) {
    Utf8Check check;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
        check.see(bytes.substr(0, piece));
    return check.complete();
}

std::string why_no_text(std::string bytes) {
    try {
        find_encoding(TextInput(std::move(bytes)), "x.csv", {});
    } catch (const Failure& failure) {
        return failure.error().message;
    }
    return "it is text";
}

}

TEST_CASE("text: UTF-8 is told from what only looks like it, in pieces of any size", "[files]") {
    for (std::size_t piece = 1; piece < 12; ++piece) {
        CHECK(is_utf8("plain ascii text that is longer than a word", piece));
        CHECK(is_utf8("é€𝄞 after and before", piece));
        CHECK_FALSE(is_utf8("caf\xE9 au lait", piece));
        CHECK_FALSE(is_utf8("cut \xE2\x82", piece));
        CHECK_FALSE(is_utf8("\xC0\xAF", piece));  // Longer than it must be.
        CHECK_FALSE(is_utf8("\xE0\x80\xAF", piece));
        CHECK_FALSE(is_utf8("\xF0\x80\x80\xAF", piece));
        CHECK_FALSE(is_utf8("\xED\xA0\x80", piece));      // Half of a pair.
        CHECK_FALSE(is_utf8("\xF4\x90\x80\x80", piece));  // Beyond Unicode.
        CHECK_FALSE(is_utf8("\x80", piece));
    }
}

TEST_CASE("text: Windows-1252 and both kinds of UTF-16 become UTF-8", "[files]") {
    const std::string_view little("\xE9\0\xAC\x20\x34\xD8\x1E\xDD", 8);
    const std::string_view big("\0\xE9\x20\xAC\xD8\x34\xDD\x1E", 8);
    for (std::size_t piece = 1; piece < 9; ++piece) {
        CHECK(decoded("caf\xE9 \x80", TextEncoding::windows_1252, piece) == "café €");
        CHECK(decoded(little, TextEncoding::utf16_little, piece) == "é€𝄞");
        CHECK(decoded(big, TextEncoding::utf16_big, piece) == "é€𝄞");
        CHECK(decoded("\x34\xD8\x41", TextEncoding::utf16_little, piece).find("\uFFFD") == 0);
    }
}

TEST_CASE("text: the encoding is found from all of the file", "[files]") {
    const std::string ascii(600'000, 'a');
    CHECK(find_encoding(TextInput(ascii), "x", {}) == TextEncoding::utf8);
    CHECK(find_encoding(TextInput(ascii + "é"), "x", {}) == TextEncoding::utf8);
    CHECK(find_encoding(TextInput(ascii + "\xE9"), "x", {}) == TextEncoding::windows_1252);
    CHECK(find_encoding(TextInput("\xFF\xFE"
                                  "a"),
                        "x", {}) == TextEncoding::utf16_little);
}

TEST_CASE("text: UTF-8 with a broken byte stays UTF-8, when most of it is", "[files]") {
    CHECK(find_encoding(TextInput("é€\xE9, ü"), "x", {}) == TextEncoding::broken_utf8);
    CHECK(find_encoding(TextInput("é € \xE2\x82"), "x", {}) == TextEncoding::broken_utf8);
    CHECK(find_encoding(TextInput("é \x1B\x7F \xFF ü"), "x", {}) == TextEncoding::broken_utf8);
    CHECK(find_encoding(TextInput("\xE9 \xE8 \xC3\xA9"), "x", {}) == TextEncoding::windows_1252);
    const TextInput marked("\xEF\xBB\xBF\xFFé,ü");
    TextWindow window(marked, find_encoding(marked, "x", {}));
    window.more();
    CHECK(window.text() == "\xFFé,ü");
}

TEST_CASE("text: a NUL byte is no text, and its line is told", "[files]") {
    const std::string lines(300'000, '\n');

    CHECK(why_no_text(std::string("a\nb\0c", 5)) ==
          "cannot read 'x.csv' as a table: there is a NUL byte in line 2, so that it is no text");
    CHECK(why_no_text(lines + std::string(1, '\0')).find("in line 300001,") != std::string::npos);
}

TEST_CASE("text: what is neither UTF-8 nor free of control characters is no text", "[files]") {
    CHECK(why_no_text("\x1F\x8B\x08xyz").find("a control character in line 1,") !=
          std::string::npos);
    CHECK(why_no_text("a\x1B[1mb") == "it is text");
    CHECK(why_no_text("caf\xE9\t\f\r\n") == "it is text");
    CHECK(why_no_text("caf\xE9 with \x1B[1m in a long line") == "it is text");
    CHECK(why_no_text("one line\ncaf\xE9 \x1B \x02 \x03").find("in line 2,") != std::string::npos);
}

TEST_CASE("text: a stop ends the look at a large file", "[files]") {
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(find_encoding(TextInput("a"), "x", stop.get_token()), Stopped);
}
