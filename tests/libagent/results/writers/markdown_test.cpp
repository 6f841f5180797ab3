#include "cli/render/markdown_table.h"
#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::results;
using askdb::database::Kind;
using askdb::database::Rows;

TEST_CASE("markdown: a pipe table whose numbers stand right", "[results]") {
    const Rows rows = sample_rows({"site", "orders"}, {text_cell("Brno Dairy"), integer_cell("12"),
                                                       text_cell("Lyon"), null_cell});

    CHECK(written("markdown", rows, {.null_text = "NULL"}) ==
          "| site | orders |\n"
          "|---|---:|\n"
          "| Brno Dairy | 12 |\n"
          "| Lyon | NULL |\n");
}

TEST_CASE("markdown: nothing in a cell is markup, and none breaks its line", "[results]") {
    const Rows rows = sample_rows(
        {"a_b|c"},
        {text_cell("x|y\\|z"), text_cell("<img src=x onerror=alert(1)>"), text_cell("two\r\nlines"),
         text_cell("*bold* _it_ snake_case `code` [l](http://x) ~~no~~ &lt;"),
         text_cell(std::string("\x1b[2J\0", 5)), bytes_cell("\x01")});

    CHECK(
        written("markdown", rows) ==
        "| a_b\\|c |\n"
        "|---|\n"
        "| x\\|y\\\\\\|z |\n"
        "| &lt;img src=x onerror=alert(1)> |\n"
        "| two<br>lines |\n"
        "| \\*bold\\* \\_it\\_ snake_case \\`code\\` \\[l\\](http://x) \\~\\~no\\~\\~ &amp;lt; |\n"
        "| \\\\x1b\\[2J\\\\x00 |\n"
        "| \\\\x01 |\n");
}

TEST_CASE("markdown: says that rows were cut, and has its head without rows", "[results]") {
    Rows cut = sample_rows({"a"}, {text_cell("x")});
    cut.truncated = true;

    CHECK(written("markdown", cut) == "| a |\n|---|\n| x |\n\n(first 1 row; more were there)\n");
    CHECK(written("markdown", sample_rows({"a"}, {})) == "| a |\n|---|\n");
    CHECK(written("markdown", Rows()) == "(no columns)\n");
}

TEST_CASE("markdown: the reader of answers finds the same table in it", "[results]") {
    const Rows rows = sample_rows({"name", "n"}, {text_cell("a|b"), integer_cell("-1"),
                                                  text_cell("Ä"), decimal_cell("2.50")});
    askdb::cli::MarkdownTables reader;

    std::vector<askdb::cli::AnswerPiece> pieces = reader.feed(written("markdown", rows));
    for (askdb::cli::AnswerPiece& piece : reader.finish()) pieces.push_back(std::move(piece));

    REQUIRE(pieces.size() == 1);
    const Rows& read = std::get<Rows>(pieces.front());
    REQUIRE(read.row_count() == 2);
    CHECK(read.columns[1].name == "n");
    CHECK(read.cell(0, 0).text == "a|b");
    CHECK(read.cell(1, 1).text == "2.50");
    CHECK(read.columns[1].kind == Kind::decimal);
}
