#include "cli/repl/key_decoder.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace askdb::cli::repl {
namespace {

using Kind = Key::Kind;
using Keys = std::vector<Key>;

Keys keys_of(KeyDecoder& decoder) {
    Keys keys;
    while (auto key = decoder.next()) keys.push_back(std::move(*key));
    return keys;
}

Keys decoded(std::string_view bytes) {
    KeyDecoder decoder;
    decoder.feed(bytes);
    return keys_of(decoder);
}

Key bytes(std::string text) {
    return {Kind::bytes, std::move(text)};
}

}

TEST_CASE("key decoder: characters and sequences come whole, in any pieces", "[repl]") {
    const std::string_view typed = "aé日\x1b[A\x1bOB\x1b[1;5C\x1b\r\x1b[13;2u";
    const Keys expected = {bytes("a"),      bytes("é"),         bytes("日"),
                           bytes("\x1b[A"), bytes("\x1bOB"),    bytes("\x1b[1;5C"),
                           bytes("\x1b\r"), bytes("\x1b[13;2u")};

    CHECK(decoded(typed) == expected);
    KeyDecoder decoder;
    for (const char byte : typed) decoder.feed({&byte, 1});
    CHECK(keys_of(decoder) == expected);
}

TEST_CASE("key decoder: an escape that stands alone is one when nothing follows", "[repl]") {
    KeyDecoder decoder;

    decoder.feed("\x1b");
    CHECK_FALSE(decoder.next());
    CHECK(decoder.is_in_doubt());
    decoder.settle();

    CHECK(keys_of(decoder) == Keys{bytes("\x1b")});
    CHECK_FALSE(decoder.is_in_doubt());
    decoder.feed("\x1bP");  // Alt-P begins what a terminal says, too.
    decoder.settle();
    CHECK(keys_of(decoder) == Keys{bytes("\x1bP")});
    decoder.feed("\x1b\xc3");  // Alt and a character whose rest does not come.
    decoder.settle();
    CHECK(keys_of(decoder).empty());
}

TEST_CASE("key decoder: a paste is one text, its line ends ours, without control characters",
          "[repl]") {
    CHECK(decoded("\x1b[200~SELECT 1\r\nFROM t\r;\x1b[31m\x07\r\n\x1b[201~x") ==
          Keys{{Kind::paste, "SELECT 1\nFROM t\n;[31m"}, bytes("x")});
    CHECK(decoded("\x1b[200~\x1b[201~").empty());
    CHECK(decoded("\x1b[200~caf\xe9\x1b[201~") == Keys{{Kind::paste, "caf\xef\xbf\xbd"}});
}

TEST_CASE("key decoder: Ctrl-C ends a paste whose end is lost, and whatever was half typed",
          "[repl]") {
    CHECK(decoded("\x1b[200~lost\x03y") == Keys{{Kind::interrupt}, bytes("y")});
    CHECK(decoded("\x1b]52;c;\x03y") == Keys{{Kind::interrupt}, bytes("y")});
    CHECK(decoded("\xe6\x97\x03") == Keys{{Kind::interrupt}});
    CHECK(decoded("\x1a\x0c") == Keys{{Kind::suspend}, {Kind::redraw}});
}

TEST_CASE("key decoder: a paste that is too long is refused whole, once it has ended", "[repl]") {
    KeyDecoder decoder;

    decoder.feed("\x1b[200~");
    for (std::size_t i = 0; i < most_pasted_bytes / 1024 + 2; ++i)
        decoder.feed(std::string(1023, 'x') + '\n');
    CHECK_FALSE(decoder.next());
    decoder.feed("\x1b[201~y\x1b[200~short\x1b[201~");

    CHECK(keys_of(decoder) == Keys{{Kind::too_much}, bytes("y"), {Kind::paste, "short"}});
    decoder.feed("\x1b[200~" + std::string(most_pasted_bytes, 'x') + "\x1b[201~");
    CHECK(decoder.next()->text.size() == most_pasted_bytes);
}

TEST_CASE("key decoder: what no keyboard sends is dropped", "[repl]") {
    CHECK(decoded("\xff\xc0\x80 \xe6\x97"
                  "a") == Keys{bytes(" "), bytes("a")});
    CHECK(decoded("\x1b]11;rgb:0000/0000/0000\x1b\\z") == Keys{bytes("z")});
    CHECK(decoded("\x1bPsomething\x1b\\z") == Keys{bytes("z")});
    CHECK(decoded("\x1b[" + std::string(100, '1') + "z").back() == bytes("z"));
    CHECK(decoded(std::string("a\0b", 3)) == Keys{bytes("a"), bytes("b")});
}

TEST_CASE("key decoder: random bytes give valid text and never hang it", "[repl]") {
    std::mt19937 random(7);  // NOLINT: the same bytes each time.
    KeyDecoder decoder;

    for (int i = 0; i < 200'000; ++i) {
        const char byte = static_cast<char>(random() & 0xff);
        decoder.feed({&byte, 1});
        if (i % 97 == 0) decoder.settle();
    }
    decoder.feed("\x03z");

    const Keys keys = keys_of(decoder);
    CHECK(std::all_of(keys.begin(), keys.end(),
                      [](const Key& key) { return is_valid_utf8(key.text); }));
    CHECK(keys.back() == bytes("z"));
}

}
