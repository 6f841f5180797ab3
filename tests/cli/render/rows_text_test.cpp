#include "cli/render/rows_text.h"

#include "cli/render/theme.h"
#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;
using namespace askdb::results;

namespace {

std::size_t widest_row(const std::string& text) {
    std::size_t widest = 0;
    for (const std::string& row : split(without_styles(text), '\n'))
        widest = std::max(widest, display_width(row));
    return widest;
}

Error error_of_format(const RowsTextOptions& options) {
    try {
        rows_text(sample_rows({"a"}, {}), options);
    } catch (const Failure& failure) {
        return failure.error();
    }
    return {};
}

}

TEST_CASE("rows text: a table is a grid where it fits, else its rows stand one below the other",
          "[cli][rows]") {
    const database::Rows few = sample_rows({"id", "name"}, {integer_cell("1"), null_cell});
    const database::Rows many = wide_rows(50);

    CHECK(rows_text(few, {.width = 40}) ==
          "┌────┬──────┐\n│ id │ name │\n├────┼──────┤\n│  1 │ NULL │\n└────┴──────┘\n(1 row)\n");
    for (const std::size_t width : {16u, 40u, 80u, 200u}) {
        const std::string text = rows_text(many, {.width = width});
        CHECK(widest_row(text) <= width);
        CHECK_THAT(text, Catch::Contains("row 1 ]") && Catch::Contains("│ 49\n"));
    }
}

TEST_CASE("rows text: a person may have it either way", "[cli][rows]") {
    const database::Rows few = sample_rows({"id", "name"}, {integer_cell("1"), text_cell("Ä")});

    const std::string expanded = rows_text(few, {.width = 40, .expanded = Expanded::on});
    CHECK_THAT(expanded, Catch::Contains("row 1 ]") && Catch::Contains("id   │ 1\nname │ Ä\n"));
    CHECK(widest_row(rows_text(few, {.expanded = Expanded::on})) == 80);

    const std::string grid = rows_text(wide_rows(50), {.width = 40, .expanded = Expanded::off});
    CHECK_THAT(grid, Catch::StartsWith("┌─") && Catch::Contains("column49 │"));
    CHECK(widest_row(grid) > 400);
    CHECK(widest_row(rows_text(few, {.width = 16, .expanded = Expanded::off})) <= 16);
}

TEST_CASE("rows text: whatever the data holds, it fits and is harmless", "[cli][rows]") {
    for (const WriterSpec* writer : all_writers()) {
        if (writer->is_binary) continue;
        INFO(writer->name);
        const std::string text = rows_text(nasty_rows(), {.format = writer->name, .width = 60});
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(is_valid_utf8(text));
    }
    for (const std::size_t width : {16u, 40u, 80u, 200u}) {
        for (const Expanded expanded : {Expanded::automatic, Expanded::on}) {
            const RowsTextOptions options{.width = width, .expanded = expanded, .color = true};
            CHECK(widest_row(rows_text(nasty_rows(), options)) <= width);
        }
    }
}

TEST_CASE("rows text: for a file, data stays as it is", "[cli][rows]") {
    const database::Rows rows = sample_rows({"a"}, {text_cell("\x1b[2J")});

    CHECK(rows_text(rows, {.format = "csv"}) == "a\n\\x1b[2J\n");
    CHECK(rows_text(rows, {.format = "csv", .for_terminal = false}) == "a\n\x1b[2J\n");
    CHECK_THAT(rows_text(rows, {.format = "xlsx", .for_terminal = false}), Catch::StartsWith("PK"));
}

TEST_CASE("rows text: a format that does not go is told with what does", "[cli][rows]") {
    CHECK(error_of_format({.format = "cvs"}).hint == "did you mean 'csv'?");
    CHECK_THAT(error_of_format({.format = "?"}).hint, Catch::StartsWith("known here: table, "));
    CHECK(error_of_format({.format = "xlsx"}).message == "'xlsx' is no format for a terminal");
}
