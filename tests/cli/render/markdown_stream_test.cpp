#include "cli/render/markdown_stream.h"

#include "libagent/base/text.h"
#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <vector>

using namespace askdb;
using namespace askdb::cli;

namespace {

const Theme no_colors;
const Theme colors(ColorDepth::basic, Background::unknown);

struct How {
    std::size_t width = 0;
    std::size_t step = 100'000;
    const Theme& theme = colors;
};

std::string rows_of(std::string_view text, const How& how = {}) {
    MarkdownStream stream({.width = how.width, .theme = how.theme});
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += how.step) {
        stream.feed(text.substr(at, how.step));
        out += stream.take_finished();
    }
    stream.finish();
    return out + stream.take_finished();
}

/// Without colours and paint.
std::string plain_rows(std::string_view text, std::size_t width = 0) {
    return without_styles(rows_of(text, {.width = width}));
}

const std::string everything =
    "# A *good* year\n\nThere are **1,234 orders** in `orders`; see [the docs](https://x.org/d).\n"
    "A second line.\n\n1. First item that is rather long\n2. Second\n   - nested **one**\n"
    "   - other\n\n> Quoted text that goes on and on\n>\n> - with a list\n\n"
    "```sql\nSELECT 'a\nb' -- c\nFROM t\n```\n\n| Region | Orders |\n|:--|--:|\n"
    "| **Lyon** | 1,200 |\n| Oslo | 34 |\n\n---\nDone 日本語日本語日本語 🎉 e\u0301.\n";

}

TEST_CASE("markdown: headings, words, code and links look like what they are", "[cli][markdown]") {
    CHECK(rows_of("## Sales") == "\x1b[1;36mSales\x1b[0m\n");
    CHECK(rows_of("a **b** *c* `d` ~~e~~ [f](http://g)") ==
          "a \x1b[1mb\x1b[0m \x1b[3mc\x1b[0m \x1b[36md\x1b[0m \x1b[2me\x1b[0m \x1b[4mf\x1b[0m "
          "\x1b[2m(http://g)\x1b[0m\n");
    CHECK(rows_of("## A **b**") == "\x1b[1;36mA \x1b[0m\x1b[1m\x1b[1;36mb\x1b[0m\n");
}

TEST_CASE("markdown: without colours the markers that nothing shows stay", "[cli][markdown]") {
    const auto shown = [](std::string_view text) { return rows_of(text, {.theme = no_colors}); };

    CHECK(shown("## A **b** *c* `d`\n- e") == "## A **b** *c* `d`\n• e\n");
    CHECK(shown("[f](http://g) \\*x\\*") == "f (http://g) *x*\n");
}

TEST_CASE("markdown: paragraphs are wrapped at words, lists hang below their text",
          "[cli][markdown]") {
    CHECK(plain_rows("one two three four", 10) == "one two\nthree four\n");
    CHECK(plain_rows("- one two three\n- four\n10. five six seven", 10) ==
          "• one two\n  three\n• four\n10. five\n    six\n    seven\n");
    CHECK(plain_rows("> one two three\n>\n> four", 10) == "│ one two\n│ three\n│\n│ four\n");
    CHECK(plain_rows("abcdefghijklmnop", 10) == "abcdefghij\nklmnop\n");
    CHECK(plain_rows("日本語日本語", 5) == "日本\n語日\n本語\n");
    CHECK(plain_rows("ab e\u0301e\u0301e\u0301 c", 5) == "ab\ne\u0301e\u0301e\u0301 c\n");
}

TEST_CASE("markdown: lists nest, also where a model indents too little", "[cli][markdown]") {
    CHECK(plain_rows("1. a\n  - b\n  - c\n2. d") == "1. a\n   • b\n   • c\n2. d\n");
    CHECK(plain_rows("- a\n    - b\n        - c\n- d") == "• a\n  • b\n    • c\n• d\n");
    CHECK(plain_rows("- a\n\n  more\n- b\n\nend") == "• a\n\n  more\n• b\n\nend\n");
    CHECK(plain_rows("- a\nlazy\n-\n- b") == "• a\n  lazy\n• \n• b\n");
    CHECK(plain_rows("It was\n1999. A year\n-5 degrees") == "It was\n1999. A year\n-5 degrees\n");
}

TEST_CASE("markdown: code is neither wrapped nor read, SQL is coloured", "[cli][markdown]") {
    CHECK(plain_rows("```\n**a**  b\n\n| c |\n```\n\nd", 6) == "  **a**  b\n\n  | c |\n\nd\n");
    CHECK(rows_of("```sql\nSELECT 'a\nb'\n```") ==
          "  \x1b[1;35mSELECT\x1b[0m \x1b[32m'a\x1b[0m\n  \x1b[32mb'\x1b[0m\n");
    CHECK(plain_rows("- a\n  ~~~\n  b\nc\n  ~~~\n- d") == "• a\n    b\n    c\n• d\n");
    CHECK(plain_rows("> ```\n> a\nb") == "│   a\nb\n");
    CHECK(plain_rows("a\n\n    b\n") == "a\n\n  b\n");
    CHECK(plain_rows("```\nnever ends") == "  never ends\n");
}

TEST_CASE("markdown: tables are fitted, rules and blank rows kept", "[cli][markdown]") {
    CHECK(plain_rows("| a | n |\n|---|--:|\n| **x** | 12 |\n\n\n\nb\n\n---\n") ==
          "┌───┬────┐\n│ a │  n │\n├───┼────┤\n│ x │ 12 │\n└───┴────┘\n\nb\n\n" + [] {
              std::string rule;
              for (int i = 0; i < 40; ++i) rule += "─";
              return rule + "\n";
          }());
    CHECK(plain_rows("| no table |\n| at all |") == "| no table |\n| at all |\n");
    CHECK_THAT(plain_rows("- a\n\n  | b |\n  |---|\n  | c |"), Catch::Contains("  │ b │\n"));
}

TEST_CASE("markdown: what is no markup stays as it is", "[cli][markdown]") {
    for (const std::string text :
         {"2*3*4 = 24 ** 1", "snake_case_name and __init", "a **b", "a `b", "a ****", "[a] (b)",
          "[a][1]", "#1 and #hash", "a < b & c > d", "~5 and ~~6", "\\d+ C:\\x", "*** a"}) {
        INFO(text);
        CHECK(rows_of(text) == text + "\n");
    }
}

TEST_CASE("markdown: the rows are the same however the text is split", "[cli][markdown]") {
    for (const std::size_t width : {0u, 1u, 2u, 10u, 40u, 200u}) {
        for (const Theme* theme : {&colors, &no_colors}) {
            const std::string whole = rows_of(everything, {.width = width, .theme = *theme});
            for (const std::size_t step : {1u, 2u, 3u, 7u})
                CHECK(rows_of(everything, {.width = width, .step = step, .theme = *theme}) ==
                      whole);
        }
    }
}

TEST_CASE("markdown: no row but one of code is wider than the terminal", "[cli][markdown]") {
    for (const std::size_t width : {4u, 10u, 16u, 33u, 80u}) {
        MarkdownStream stream({.width = width, .theme = colors});
        for (const char c : everything) {
            stream.feed(std::string_view(&c, 1));
            stream.take_finished();
            for (const std::string& row : split(stream.tail(), '\n')) {
                INFO(row);
                CHECK(display_width(without_styles(row)) <= std::max<std::size_t>(width, 16));
            }
        }
    }
}

TEST_CASE("markdown: words are shown before their paragraph ends, and markers never",
          "[cli][markdown]") {
    MarkdownStream stream({.width = 20, .theme = colors});

    stream.feed("There are **five or");
    CHECK(stream.tail() == "There are \x1b[1mfive or\x1b[0m");
    CHECK(stream.take_finished().empty());
    stream.feed("ders** in *");
    CHECK(stream.take_finished() == "There are \x1b[1mfive\x1b[0m\n");
    CHECK(stream.tail() == "\x1b[1morders\x1b[0m in");
    stream.feed("all* of them, `and");
    CHECK(without_styles(stream.take_finished()) == "orders in all of\n");
    CHECK(without_styles(stream.tail()) == "them, and");
    stream.finish();
    CHECK(without_styles(stream.take_finished()) == "them, `and\n");
    CHECK(stream.tail().empty());
}

TEST_CASE("markdown: what was finished and what follows make the whole at any time",
          "[cli][markdown]") {
    MarkdownStream stream({.width = 24, .theme = colors});
    std::string finished;
    for (const char c : everything) {
        stream.feed(std::string_view(&c, 1));
        finished += stream.take_finished();
    }

    CHECK(finished + stream.tail() + "\n" == rows_of(everything, {.width = 24}));
}

TEST_CASE("markdown: a table shows its rows as they come, a long one how many", "[cli][markdown]") {
    MarkdownStream stream({.width = 40, .theme = colors});

    stream.feed("Here:\n| a |\n|---|\n| x |\n| y");
    CHECK_THAT(without_styles(stream.tail()), Catch::Contains("│ x │\n│ y │\n"));
    for (int i = 0; i < 30; ++i) stream.feed("\n| z |");
    CHECK_THAT(without_styles(stream.tail()), Catch::Contains("… a table, 31 rows so far"));
    stream.finish();
    CHECK(split(stream.take_finished(), '\n').size() > 35);
}

TEST_CASE("markdown: a new width holds from the row that is being filled", "[cli][markdown]") {
    MarkdownStream stream({.width = 40, .theme = colors});

    stream.feed("one two three four five");
    stream.resize(10);
    CHECK(stream.take_finished() == "one two\n");
    CHECK(stream.tail() == "three four\nfive");
    stream.resize(40);
    stream.feed(" six");
    CHECK(stream.tail() == "three four five six");
}

TEST_CASE("markdown: nothing reaches the terminal raw", "[cli][markdown]") {
    const std::string hostile =
        "a\x1b[2J **\x1b]0;x\x07** `\x9b` [\u202e](\x1b[31m)\n\x1b[1m\n"
        "```sql\n'\x1b[2J\xff\n```\n| \x1b[A |\n|---|\n| \x07 |\n";
    for (const std::size_t step : {1u, 1000u}) {
        const std::string rows = rows_of(hostile, {.width = 30, .step = step, .theme = no_colors});
        CHECK(rows.find('\x1b') == std::string::npos);
        CHECK(rows.find('\x07') == std::string::npos);
        CHECK(is_valid_utf8(rows));
    }
}

TEST_CASE("markdown: hostile text takes linear time", "[cli][markdown]") {
    constexpr std::size_t size = 200'000;
    for (const std::string piece :
         {"*",        "**a ",    "_a ", "`",       "`a ",  "[",        "[a](",
          "[a](b \"", "> ",      "- ",  "1. ",     "|",    "|a|b|\n",  "a",
          "日",       "e\u0301", "# ",  "```\n",   "&",    "<http://", "\\",
          "\xff",     "\n",      "-",   "***a** ", "> \n", "    a\n",  "~~~\n'"}) {
        std::string text;
        while (text.size() < size) text += piece;
        const auto begin = std::chrono::steady_clock::now();
        const std::string whole = rows_of(text, {.width = 80});
        INFO(piece);
        CHECK(rows_of(text, {.width = 80, .step = 5}) == whole);
        CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(20)));
    }
    std::string nested;
    for (int depth = 0; depth < 1'000; ++depth)
        nested += std::string(static_cast<std::size_t>(depth), '>') + " - a\n";
    CHECK_FALSE(rows_of(nested, {.width = 80}).empty());
}
