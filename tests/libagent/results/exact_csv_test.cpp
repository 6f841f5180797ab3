#include "libagent/results/exact_csv.h"

#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

namespace askdb::results {
namespace {

using database::Kind;
using database::Rows;

void check_same_rows(const Rows& a, const Rows& b) {
    REQUIRE(a.column_count() == b.column_count());
    REQUIRE(a.row_count() == b.row_count());
    for (std::size_t column = 0; column < a.column_count(); ++column) {
        CHECK(a.columns[column].name == b.columns[column].name);
        CHECK(a.columns[column].declared_type == b.columns[column].declared_type);
        CHECK(a.columns[column].kind == b.columns[column].kind);
        for (std::size_t row = 0; row < a.row_count(); ++row) {
            CHECK(a.cell(row, column).kind == b.cell(row, column).kind);
            CHECK(a.cell(row, column).text == b.cell(row, column).text);
        }
    }
}

void check_comes_back(const Rows& rows) {
    check_same_rows(rows_of_csv(written("csv", rows), csv_columns(rows)).value_or_throw(), rows);
}

}

TEST_CASE("exact_csv: what databases really hold comes back cell for cell",
          "[results][exact_csv]") {
    Rows rows = nasty_rows();
    rows.columns[0].declared_type = "BIGINT UNSIGNED";

    check_comes_back(rows);
    check_comes_back(wide_rows(500));
}

TEST_CASE("exact_csv: NULL and empty text are told apart, also in a column of one",
          "[results][exact_csv]") {
    check_comes_back(sample_rows({"x"}, {null_cell, text_cell(""), null_cell, text_cell("\n")}));
    check_comes_back(sample_rows({""}, {null_cell}));
    check_comes_back(sample_rows({"a", "b"}, {null_cell, null_cell, text_cell(""), null_cell}));
}

TEST_CASE("exact_csv: cells that differ from their column keep their kinds",
          "[results][exact_csv]") {
    const Rows rows = sample_rows({"x"}, {null_cell, integer_cell("1"), null_cell, text_cell("1"),
                                          bytes_cell("1"), real_cell("1"), integer_cell("2")});
    const std::vector<CsvColumn> columns = csv_columns(rows);

    CHECK(columns[0].kind == Kind::text);
    CHECK(columns[0].cells == "1n2i1t1x1r1i");
    check_comes_back(rows);
    check_comes_back(sample_rows({"n"}, {integer_cell("1"), real_cell("1.5"), decimal_cell("2")}));
}

TEST_CASE("exact_csv: results without rows or columns come back", "[results][exact_csv]") {
    Rows empty;
    empty.columns = {{.name = "when", .declared_type = "date", .kind = Kind::date}};

    check_comes_back(empty);
    check_comes_back(Rows());
}

TEST_CASE("exact_csv: every kind has a name that finds it", "[results][exact_csv]") {
    for (int i = 0; i <= static_cast<int>(Kind::timestamp); ++i) {
        const auto kind = static_cast<Kind>(i);
        CHECK(find_kind(name_of(kind)) == kind);
    }
    CHECK_FALSE(find_kind("money"));
}

TEST_CASE("exact_csv: a text that was cut anywhere is refused, or has whole rows",
          "[results][exact_csv]") {
    const Rows rows = sample_rows(
        {"a", "b\"c"}, {integer_cell("1"), text_cell("x\ny"), integer_cell("2"), text_cell("\"")});
    const std::string csv = written("csv", rows);
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const Result<Rows> cut = rows_of_csv(csv.substr(0, i), csv_columns(rows));
        if (cut.ok()) CHECK(cut.value().row_count() < 2);
        if (!cut.ok()) CHECK(cut.error().message.starts_with("the kept rows are damaged: "));
    }
}

TEST_CASE("exact_csv: what was not written so is refused", "[results][exact_csv]") {
    const std::vector<CsvColumn> two = {{.kind = Kind::integer}, {.kind = Kind::bytes}};
    for (const std::string_view csv :
         {"", "a", "a,b", "a\n", "a,b,c\n", "a,b\n1\n", "a,b\n1,\\x00,3\n", "a,b\n1,\\x0\n",
          "a,b\n1,\\xGG\n", "a,b\n1,00\n", "a,b\n\"1\"2,\\x00\n", "a,b\n\"1,\\x00\n"}) {
        CHECK_FALSE(rows_of_csv(csv, two).ok());
    }
    CHECK_FALSE(rows_of_csv("x\n", {}).ok());
    for (const char* cells :
         {"i", "1", "0i", "1i", "1z1i", "-1i", "99999999999999999999999i", "1i1"})
        CHECK_FALSE(rows_of_csv("n\n1\n2\n", {{.kind = Kind::integer, .cells = cells}}).ok());
}

}
