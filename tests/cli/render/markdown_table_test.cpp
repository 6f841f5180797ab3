#include "cli/render/markdown_table.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// Text as it is, tables as `[name,name|cell,cell|…]`, numbers marked with #.
std::string spelled(const std::vector<AnswerPiece>& pieces) {
    std::string out;
    for (const AnswerPiece& piece : pieces) {
        if (const auto* text = std::get_if<std::string>(&piece)) {
            out += *text;
            continue;
        }
        const auto& rows = std::get<database::Rows>(piece);
        out += '[';
        for (const auto& column : rows.columns)
            out += column.name + (database::is_number(column.kind) ? "#," : ",");
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            out += '|';
            for (std::size_t i = 0; i < rows.column_count(); ++i)
                out += std::string(rows.cell(row, i).text) + ",";
        }
        out += ']';
    }
    return out;
}

std::string tables_in(std::string_view text, std::size_t step) {
    MarkdownTables tables;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += step)
        out += spelled(tables.feed(text.substr(at, step)));
    return out + spelled(tables.finish());
}

}

TEST_CASE("markdown tables: a table in an answer is found however it is split", "[cli]") {
    const std::string text =
        "Here:\n\n| Site | Count |\n|:---|--:|\n| Oslo | 1,200 |\n| Ber\\|lin | |\n\nDone.\n";

    for (const std::size_t step : {1u, 3u, 7u, 1000u})
        CHECK(tables_in(text, step) == "Here:\n\n[Site,Count#,|Oslo,1,200,|Ber|lin,,]\nDone.\n");
}

TEST_CASE("markdown tables: a table may end the answer without a newline", "[cli]") {
    CHECK(tables_in("| a |\n|---|\n| x |", 1000) == "[a,|x,]");
    CHECK(tables_in("| a |\n|---|", 1) == "[a,]");
}

TEST_CASE("markdown tables: what is no table comes out unchanged", "[cli]") {
    for (const std::string text :
         {"a | b\n|c|\nd", "| a |\n| b |\n", "|", "| a | b |\n|---|\n", "x\n\n  \n| y",
          "```\n| a |\n|---|\n```\n", "\n", "|||||\n|-|-|\n"}) {
        for (const std::size_t step : {1u, 4u, 1000u}) CHECK(tables_in(text, step) == text);
    }
}

TEST_CASE("markdown tables: text of other lines is not held back", "[cli]") {
    MarkdownTables tables;

    CHECK(spelled(tables.feed("Hel")) == "Hel");
    CHECK(spelled(tables.feed("lo\n")) == "lo\n");
    CHECK(spelled(tables.feed("| maybe")).empty());
}

TEST_CASE("markdown tables: rows too short are filled, too long are cut", "[cli]") {
    CHECK(tables_in("|a|b|\n|-|-|\n|1|\n|1|2|3|\n", 1000) == "[a#,b#,|1,,|1,2,]");
}

TEST_CASE("markdown tables: a hostile one is held in bounds", "[cli]") {
    std::string wide, tall = "|a|\n|-|\n";
    for (int i = 0; i < 5000; ++i) wide += "|x";
    for (int i = 0; i < 5000; ++i) tall += "|1\n";

    CHECK(tables_in(wide + "\n" + wide + "\n", 1000) == wide + "\n" + wide + "\n");
    CHECK_THAT(tables_in(tall, 1000), Catch::Contains("|1,]|1\n"));
}
