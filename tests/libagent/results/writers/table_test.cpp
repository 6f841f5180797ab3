#include "libagent/base/text.h"
#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

#include <random>

using namespace askdb::results;
using askdb::database::Rows;

namespace {

Rows work_orders() {
    return sample_rows({"id", "title", "cost", "site"},
                       {integer_cell("1"), text_cell("Replace the filter of boiler 3"),
                        decimal_cell("1250.50"), text_cell("Zürich"), integer_cell("20000"),
                        text_cell("東京タワー 👍"), decimal_cell("8"), null_cell});
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines = askdb::split(text, '\n');
    lines.pop_back();
    return lines;
}

}

TEST_CASE("table: a frame, numbers to the right, wide characters in line", "[results]") {
    const std::string text = written("table", work_orders(), {.null_text = "NULL"});

    CHECK("\n" + text == R"(
┌───────┬────────────────────────────────┬─────────┬────────┐
│    id │ title                          │    cost │ site   │
├───────┼────────────────────────────────┼─────────┼────────┤
│     1 │ Replace the filter of boiler 3 │ 1250.50 │ Zürich │
│ 20000 │ 東京タワー 👍                  │       8 │ NULL   │
└───────┴────────────────────────────────┴─────────┴────────┘
(2 rows)
)");
}

TEST_CASE("table: too wide for the terminal, its text is cut and its numbers are not",
          "[results]") {
    const std::string text = written("table", work_orders(), {.width = 44});

    CHECK("\n" + text == R"(
┌───────┬───────────────┬─────────┬────────┐
│    id │ title         │    cost │ site   │
├───────┼───────────────┼─────────┼────────┤
│     1 │ Replace the … │ 1250.50 │ Zürich │
│ 20000 │ 東京タワー 👍 │       8 │        │
└───────┴───────────────┴─────────┴────────┘
(2 rows)
)");
}

TEST_CASE("table: a header longer than its column gives way before the text does", "[results]") {
    const Rows rows = sample_rows({"name", "quantity_on_hand_today"},
                                  {text_cell("Bearing, sealed, 40 mm"), integer_cell("7")});

    const std::string text = written("table", rows, {.width = 41});

    CHECK("\n" + text == R"(
┌────────────────────────┬──────────────┐
│ name                   │ quantity_on… │
├────────────────────────┼──────────────┤
│ Bearing, sealed, 40 mm │            7 │
└────────────────────────┴──────────────┘
(1 row)
)");
}

TEST_CASE("table: columns that do not fit side by side are shown row by row, all of them",
          "[results]") {
    const std::string text = written("table", work_orders(), {.width = 24, .null_text = "-"});

    CHECK("\n" + text == R"(
─[ row 1 ]──────────────
id    │ 1
title │ Replace the 
      │ filter of 
      │ boiler 3
cost  │ 1250.50
site  │ Zürich
─[ row 2 ]──────────────
id    │ 20000
title │ 東京タワー 👍
cost  │ 8
site  │ -
(2 rows)
)");
}

TEST_CASE("table: a number longer than the line goes on in the next, to its last digit",
          "[results]") {
    std::string digits;
    for (int i = 0; i < 300; ++i) digits += static_cast<char>('1' + i % 9);

    const auto lines =
        lines_of(written("table", sample_rows({"n"}, {integer_cell(digits)}), {.width = 20}));

    std::string shown;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) shown += lines[i].substr(6);
    CHECK(lines[1] == "n │ 1234567891234567");
    CHECK(askdb::lower_ascii(shown) == digits);
}

TEST_CASE("table: a number among text is not cut either", "[results]") {
    const Rows rows = sample_rows({"x", "y"}, {text_cell(std::string(50, 'a')), text_cell("b"),
                                               integer_cell("12345678901234567890"), null_cell});

    const std::string text = written("table", rows, {.width = 30});

    CHECK(text.find("│ 12345678901234567890 ") != std::string::npos);
}

TEST_CASE("table: long text stops after ten lines of a row", "[results]") {
    const Rows rows = sample_rows(
        {"n", "t"}, {integer_cell(std::string(30, '1')), text_cell(std::string(5000, 'x'))});

    const auto lines = lines_of(written("table", rows, {.width = 24}));

    REQUIRE(lines.size() == 1 + 2 + 10 + 1);
    CHECK(lines[12] == "  │ " + std::string(19, 'x') + "…");
}

TEST_CASE("table: the last line says how many rows there are", "[results]") {
    std::vector<SampleCell> cells;
    for (int i = 0; i < 12'345; ++i) cells.push_back(integer_cell(std::to_string(i)));
    Rows many = sample_rows({"n"}, cells), one = sample_rows({"n"}, {integer_cell("1")});
    const auto last = [](const Rows& rows, std::size_t max_rows, std::size_t width = 0) {
        const auto lines = lines_of(written("table", rows, {.width = width, .max_rows = max_rows}));
        return lines.back();
    };

    CHECK(last(many, 0) == "(12,345 rows)");
    CHECK(last(many, 20) == "(20 of 12,345 rows shown)");
    CHECK(last(one, 20) == "(1 row)");
    CHECK(last(sample_rows({"n"}, {}), 20) == "(0 rows)");
    many.truncated = one.truncated = true;
    CHECK(last(many, 0) == "(first 12,345 rows; more were there)");
    CHECK(last(many, 20) == "(20 of the first 12,345 rows shown; more were there)");
    CHECK(last(many, 20, 20) == "more were there)");
    CHECK(last(one, 0) == "(first 1 row; more were there)");
    CHECK(lines_of(written("table", many, {.max_rows = 20})).size() == 20 + 5);
}

TEST_CASE("table: no rows keep their columns; no columns say so", "[results]") {
    CHECK("\n" + written("table", sample_rows({"a", "b"}, {})) == R"(
┌───┬───┐
│ a │ b │
├───┼───┤
└───┴───┘
(0 rows)
)");
    CHECK(written("table", Rows()) == "(no columns)\n");
    CHECK(written("table", sample_rows({"first", "second", "third"}, {}), {.width = 16}) ==
          "─[ no rows ]────\nfirst  │ \nsecond │ \nthird  │ \n(0 rows)\n");
}

TEST_CASE("table: nothing in the data reaches the terminal as a command", "[results]") {
    const std::string attack =
        "\x1b]0;owned\x07\r\n\xc2\x9b"
        "2J\xe2\x80\xae"
        "abc\xff";
    const Rows rows =
        sample_rows({attack}, {text_cell(attack), {askdb::database::Kind::date, attack}});

    for (const std::size_t width : {0, 20, 80}) {
        const std::string text = written("table", rows, {.width = width, .null_text = attack});

        CHECK(text.find_first_of("\x1b\x07\r\xff") == std::string::npos);
        CHECK(text.find("\xc2\x9b") == std::string::npos);
        CHECK(text.find("\xe2\x80\xae") == std::string::npos);
        CHECK(askdb::is_valid_utf8(text));
    }
}

TEST_CASE("table: colour dims the frame and NULL and sets names in bold, and only that",
          "[results]") {
    const Rows rows = sample_rows({"a"}, {null_cell, integer_cell("1")});

    std::string text = written("table", rows, {.color = true, .null_text = "NULL"});

    CHECK(text.find("\x1b[1ma\x1b[0m") != std::string::npos);
    CHECK(text.find("\x1b[2mNULL\x1b[0m") != std::string::npos);
    CHECK(text.find("\x1b[2m│\x1b[0m    1 \x1b[2m│\x1b[0m\n") != std::string::npos);
    for (const std::string paint : {"\x1b[1m", "\x1b[2m", "\x1b[0m"}) {
        for (std::size_t at; (at = text.find(paint)) != std::string::npos;) {
            text.erase(at, paint.size());
        }
    }
    CHECK(text == written("table", rows, {.null_text = "NULL"}));
}

TEST_CASE("table: never wider than the terminal, and every grid line equally wide", "[results]") {
    std::mt19937 random(20240229);
    const std::vector<std::string> pieces = {"a",
                                             "Boiler ",
                                             "\n",
                                             "\t",
                                             "é",
                                             "e\u0301",
                                             "東",
                                             "한국",
                                             "\u1112\u1161\u11ab",
                                             "👍🏽",
                                             "👨‍👩‍👧",
                                             "🇨🇭",
                                             "\u200b",
                                             "नमस्ते",
                                             "می\u200cخواهم",
                                             "\xff",
                                             "\x1b[31m",
                                             "\u0301",
                                             "|",
                                             "…"};
    const auto text_of = [&](std::size_t most) {
        std::string text;
        for (auto n = random() % (most + 1); n > 0; --n) text += pieces[random() % pieces.size()];
        return text;
    };
    for (int round = 0; round < 400; ++round) {
        std::vector<std::string> names(1 + random() % 8);
        for (std::string& name : names) name = text_of(6);
        std::vector<SampleCell> cells;
        for (std::size_t i = 0; i < names.size() * (random() % 6); ++i) {
            switch (random() % 6) {
                case 0: cells.push_back(null_cell); break;
                case 1: cells.push_back(integer_cell(std::to_string(random()))); break;
                case 2: cells.push_back(bytes_cell(text_of(20))); break;
                case 3: cells.push_back(decimal_cell(std::string(random() % 120 + 1, '3'))); break;
                default: cells.push_back(text_cell(text_of(40)));
            }
        }
        const Rows rows = sample_rows(names, cells);
        for (const std::size_t width : {20, 40, 80, 200}) {
            const std::string text = written("table", rows, {.width = width, .null_text = "∅ 無"});
            const auto lines = lines_of(text);
            const bool grid = text.starts_with("┌");
            for (std::size_t i = 0; i < lines.size(); ++i) {
                INFO(text);
                REQUIRE(askdb::display_width(lines[i]) <= width);
                if (grid && i + 1 < lines.size() && !lines[i].starts_with("(")) {
                    REQUIRE(askdb::display_width(lines[i]) == askdb::display_width(lines[0]));
                }
            }
        }
    }
}
