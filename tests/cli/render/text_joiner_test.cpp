#include "cli/render/text_joiner.h"

#include <catch2/catch.hpp>

using askdb::cli::TextJoiner;

namespace {

std::string joined_bytewise(std::string_view text) {
    TextJoiner joiner;
    std::string out;
    for (const char c : text) out += joiner.feed(std::string_view(&c, 1));
    return out + joiner.finish();
}

}

TEST_CASE("text joiner: a code point that was split comes out whole", "[cli]") {
    const std::string text = "é€😀 done — ✓";

    CHECK(joined_bytewise(text) == text);
}

TEST_CASE("text joiner: plain text is not held back", "[cli]") {
    TextJoiner joiner;

    CHECK(joiner.feed("word") == "word");
    CHECK(joiner.feed("é") == "é");
    CHECK(joiner.finish().empty());
}

TEST_CASE("text joiner: CRLF becomes LF however it is split", "[cli]") {
    CHECK(joined_bytewise("a\r\nb\r\n") == "a\nb\n");
    CHECK(joined_bytewise("a\rb\r") == "a\\rb\\r");
}

TEST_CASE("text joiner: escape sequences and broken bytes become visible however they are split",
          "[cli]") {
    CHECK(joined_bytewise("\x1b[2J\x1b]52;c;AAAA\x07") == "\\x1b[2J\\x1b]52;c;AAAA\\x07");
    CHECK(joined_bytewise("\xc2\x9b"
                          "31m") == "\\u009b31m");
    CHECK(joined_bytewise("a\xffz\xe2\x82") == "a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD");
}
