#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <random>

using namespace askdb;

namespace {

constexpr std::string_view replaced = "\xEF\xBF\xBD";

std::string random_bytes(std::mt19937& random, std::size_t most) {
    const std::vector<std::string> pieces = {
        "a",  "é",    "東",   "😀",        "e\u0301", "👨‍👩‍👧",
        "🇨🇭", "\xff", "\xc3", "\xe2\x82", "\n",      "\x1b"};
    std::string text;
    for (auto n = random() % (most + 1); n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
}

}

TEST_CASE("utf8: only shortest forms of real characters are valid", "[base]") {
    for (const char* valid : {"", "plain", "é", "€", "😀", "\xf4\x8f\xbf\xbf"}) {
        CHECK(is_valid_utf8(valid));
    }
    for (const char* invalid : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                                "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "a\xe2\x82"}) {
        CHECK_FALSE(is_valid_utf8(invalid));
    }
    CHECK(is_valid_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("utf8: invalid bytes are replaced, everything else stays", "[base]") {
    CHECK(valid_utf8("a\xff"
                     "b") == "a" + std::string(replaced) + "b");
    CHECK(valid_utf8("grüße") == "grüße");
    CHECK(valid_utf8("cut \xe2\x82").substr(0, 4 + replaced.size()) ==
          "cut " + std::string(replaced));

    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) CHECK(is_valid_utf8(valid_utf8(random_bytes(random, 8))));
}

TEST_CASE("utf8: a suffix never cuts a code point, the last one neither", "[base]") {
    CHECK(utf8_suffix("uro 😀", 100) == "uro 😀");
    CHECK(utf8_suffix("uro 😀", 0).empty());
    CHECK(utf8_suffix("uro 😀", 3).empty());
    CHECK(utf8_suffix("uro 😀", 4) == "😀");
    CHECK(utf8_suffix("uro 😀", 5) == " 😀");
    CHECK(utf8_suffix("\x80\x80", 2).empty());
}

TEST_CASE("utf8: a prefix never cuts a code point, the first one neither", "[base]") {
    const std::string_view text = "€uro 😀";

    CHECK(utf8_prefix(text, 100) == text);
    CHECK(utf8_prefix(text, 0).empty());
    CHECK(utf8_prefix(text, 1).empty());
    CHECK(utf8_prefix(text, 2).empty());
    CHECK(utf8_prefix(text, 3) == "€");
    CHECK(utf8_prefix(text, 10) == "€uro ");
    CHECK(utf8_prefix("😀😀", 3).empty());
    CHECK(utf8_prefix("😀😀", 7) == "😀");
    CHECK(utf8_prefix("\x80\x80\x80\x80\x80\x80", 5).size() == 5);
}

TEST_CASE("utf8: a clipped text says how long it was, and stays valid", "[base]") {
    CHECK(clipped("short", 5) == "short");
    CHECK(clipped("a€€", 3) == "a… (7 bytes in all)");
    CHECK(is_valid_utf8(clipped("\xff\xff\xff\xff", 2)));
}

TEST_CASE("utf8: the width is what a terminal shows", "[base]") {
    CHECK(display_width("plain text") == 10);
    CHECK(display_width("Zürich") == 6);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("東京") == 4);
    CHECK(display_width("한국") == 4);
    CHECK(display_width("\u1112\u1161\u11ab") == 2);  // One syllable of three letters.
    CHECK(display_width("👍") == 2);
    CHECK(display_width("नमस्ते") == 4);
    CHECK(display_width("पानी") == 4);  // Its vowel signs take a column each.
    CHECK(display_width("\xff") == 1);
    CHECK(display_width("│…─") == 3);
    CHECK(display_width("") == 0);
}

TEST_CASE("utf8: a prefix for the terminal cuts between what people see as characters", "[base]") {
    CHECK(display_prefix("plain", 3) == "pla");
    CHECK(display_prefix("plain", 9) == "plain");
    CHECK(display_prefix("東京", 3) == "東");
    CHECK(display_prefix("ae\u0301x", 2) == "ae\u0301");
    CHECK(display_prefix("x👍🏽y", 3) == "x");  // The hand and its tone are one.
    CHECK(display_prefix("🇨🇭🇫🇷", 3) == "🇨🇭");
    CHECK(display_prefix("東", 1).empty());
    CHECK(display_prefix("👨‍👩‍👧", 3) ==
          "👨‍");  // Too wide as a whole: better a part than nothing.
    CHECK(display_prefix("", 3).empty());
}

TEST_CASE("utf8: a prefix for the terminal is never wider, and shows something if it can",
          "[base]") {
    std::mt19937 random(2);
    for (int i = 0; i < 3000; ++i) {
        const std::string text = random_bytes(random, 10);
        const std::size_t width = random() % 12;

        const std::string_view prefix = display_prefix(text, width);

        REQUIRE(text.starts_with(prefix));
        REQUIRE(display_width(prefix) <= width);
        if (width >= 2 && !text.empty()) REQUIRE_FALSE(prefix.empty());
        if (display_width(text) <= width) REQUIRE(prefix == text);
    }
}

TEST_CASE("utf8: what could steer a terminal or hide becomes visible", "[base]") {
    CHECK(visible("plain") == "plain");
    CHECK(visible("\x1b[31m") == "\\x1b[31m");
    CHECK(visible("a\nb\tc\r") == "a\\nb\\tc\\r");
    CHECK(visible("a\nb\tc\r", true) == "a\nb\tc\\r");
    CHECK(visible(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
    CHECK(visible("\xc2\x9b") == "\\u009b");
    CHECK(visible("\u202eabc\u2066\u200b\u061c\u2060\ufeff") ==
          "\\u202eabc\\u2066\\u200b\\u061c\\u2060\\ufeff");
    CHECK(visible("a\U000E0041") == "a\\U000e0041");  // Tags: text that nobody sees.
    CHECK(visible("\xff") == replaced);
}

TEST_CASE("utf8: JSON stays the same value, with nothing that could steer a terminal", "[base]") {
    CHECK(json_safe(R"({"a":"Zürich 👍","b":"\\u001b"})") == R"({"a":"Zürich 👍","b":"\\u001b"})");
    CHECK(json_safe("[\"\x7f\u009b2J\u202e\u2066x\"]") == R"(["\u007f\u009b2J\u202e\u2066x"])");
    CHECK(json_safe("\"\U000E0041\"") == R"("\udb40\udc41")");
    CHECK(json_safe("").empty());
}

TEST_CASE("utf8: ordinary text of any script stays as it is", "[base]") {
    for (const char* text : {"Zürich", "東京タワー", "👨‍👩‍👧 ❤️", "می\u200cخواهم",
                             "नमस्ते", "e\u0301"}) {
        CHECK(visible(text) == text);
    }
}

TEST_CASE("utf8: folded text has neither case nor accents", "[base]") {
    CHECK(folded("ALMERÍA") == "almeria");
    CHECK(folded("Straße") == "strasse");
    CHECK(folded("Plain 12") == "plain 12");
    CHECK(folded("\xFFx").ends_with("x"));
}
