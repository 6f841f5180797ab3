#include "libagent/loop/table_line.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

const std::vector<std::string> no_question;

}

TEST_CASE("table line: columns, keys, estimate and comments stand in one line", "[loop]") {
    const database::Table table{
        .schema = "Old shop",
        .name = "lines",
        .columns = {{.name = "order", .type = "int"}, {.name = "n", .comment = "From 1 on"}},
        .primary_key = {"order", "n"},
        .foreign_keys = {{{"order"}, "orders", {"id"}}},
        .row_estimate = 12'000,
        .comment = "Positions"};
    const database::Dialect& dialect = *database::find_dialect("postgres");

    CHECK(
        table_line(table, dialect, {.with_comments = true, .question = no_question}) ==
        "\"Old shop\".lines (~12000 rows) /* Positions */: \"order\" int → orders.id, n /* From 1 "
        "on */; PK (order, n)\n");
}

TEST_CASE("table line: it keeps within its bytes, as soon as they are enough for the name",
          "[loop]") {
    database::Table table{.name = "wide", .primary_key = {"c1", "c2"}};
    for (int i = 0; i < 100; ++i) table.columns.push_back({.name = "c" + std::to_string(i)});
    const database::Dialect& dialect = *database::find_dialect("sqlite");

    for (std::size_t bytes = 30; bytes < 700; ++bytes) {
        const TableLine how{.max_bytes = bytes, .question = no_question};
        CHECK(table_line(table, dialect, how).size() <= bytes);
    }
}

}
