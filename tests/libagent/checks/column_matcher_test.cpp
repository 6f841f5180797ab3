#include "libagent/checks/column_matcher.h"

#include "tests/libagent/checks/compared_rows.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

using test::decimal;
using test::whole;
using test::words;

ComparedTable table_of(const database::Rows& rows) {
    ComparedTable table{.rows = rows.row_count()};
    for (std::size_t i = 0; i < rows.column_count(); ++i) {
        table.names.push_back(rows.columns[i].name);
        table.columns.push_back(read_column(rows, i));
    }
    return table;
}

}

TEST_CASE("column matcher: shared columns are found wherever they stand", "[checks][second]") {
    const database::Rows here = test::compared_rows(
        {"city", "total"}, {{words("Oslo"), decimal("1.50")}, {words("Rome"), decimal("2.50")}});
    const database::Rows there =
        test::compared_rows({"n", "sum", "place"}, {{whole("4"), decimal("2.50"), words("Rome")},
                                                    {whole("9"), decimal("1.50"), words("Oslo")}});

    const ColumnMatch match = match_columns(table_of(here), table_of(there), {});

    CHECK(match.is_enough);
    REQUIRE(match.pairs.size() == 2);
    CHECK(match.pairs[0].there == 2);
    CHECK(match.pairs[1].there == 1);
}

TEST_CASE("column matcher: rows are aligned also where one result is rounded", "[checks][second]") {
    // Of rows that are the same when rounded, the exact column decides.
    const database::Rows here = test::compared_rows(
        {"average", "n"}, {{decimal("12.3"), whole("5")}, {decimal("12.3"), whole("7")}});
    const database::Rows there = test::compared_rows(
        {"average", "n"}, {{decimal("12.314"), whole("5")}, {decimal("12.291"), whole("7")}});
    const ComparedTable a = table_of(here), b = table_of(there);

    const RowOrders rows = aligned_rows(a, b, {{0, 0}, {1, 1}});

    CHECK(rows.here == std::vector<std::uint32_t>{0, 1});
    CHECK(rows.there == std::vector<std::uint32_t>{0, 1});
    CHECK(match_columns(a, b, {}).is_enough);
}

TEST_CASE("column matcher: the most that is shared is told where it is not enough",
          "[checks][second]") {
    const database::Rows here = test::compared_rows(
        {"total", "city"}, {{whole("3"), words("Oslo")}, {whole("4"), words("Rome")}});
    const database::Rows there = test::compared_rows(
        {"city", "total"}, {{words("Oslo"), whole("3")}, {words("Rome"), whole("5")}});

    const ColumnMatch match = match_columns(table_of(here), table_of(there), {});

    CHECK_FALSE(match.is_enough);
    REQUIRE(match.pairs.size() == 1);
    CHECK(match.pairs[0].here == 1);
}

}
