#include "libagent/checks/date_cells.h"

#include <catch2/catch.hpp>

#include <initializer_list>

namespace askdb::checks {
namespace {

DateColumn column_of(std::initializer_list<const char*> cells, bool is_by_month = false) {
    DateColumn column(0);
    std::uint32_t row = 0;
    for (const char* cell : cells) column.add(read_cell_date(cell), row++);
    column.settle(is_by_month);
    return column;
}

}

TEST_CASE("date column: a date is found at the precision that it is told with", "[checks]") {
    const DateColumn days = column_of({"2025-06-30", "2024-01-05 14:35:20"});

    CHECK(days.find({.year = 2025, .month = 6, .day = 30}, false) == 0U);
    CHECK(days.find({.year = 2025, .month = 6}, false) == 0U);
    CHECK(days.find({.year = 2024}, false) == 1U);
    CHECK(days.find({.month = 1, .day = 5}, false) == 1U);
    CHECK(days.find({.month = 6}, false) == 0U);
    CHECK(days.find({.time = 52'500}, false) == 1U);
    CHECK_FALSE(days.find({.year = 2025, .month = 6, .day = 29}, false));
    CHECK_FALSE(days.find({.year = 2025, .month = 5}, false));
    CHECK_FALSE(days.find({.year = 2023}, false));
    CHECK_FALSE(days.find({.month = 1, .day = 6}, false));
    CHECK_FALSE(days.find({.year = 2025, .month = 6, .day = 30, .time = 52'500}, false));
}

TEST_CASE("date column: a month has two ends, and so has a year that is said as a span",
          "[checks]") {
    const DateColumn months = column_of({"2025-06", "2025-Q3"});
    const DateColumn years = column_of({"2024"});

    CHECK(months.find({.year = 2025, .month = 6, .day = 30}, false) == 0U);
    CHECK(months.find({.month = 6, .day = 1}, false) == 0U);
    CHECK(months.find({.year = 2025, .month = 9}, false) == 1U);
    CHECK_FALSE(months.find({.year = 2025, .month = 6, .day = 15}, false));
    CHECK(years.find({.year = 2024, .month = 12}, true) == 0U);
    CHECK_FALSE(years.find({.year = 2024, .month = 12}, false));
    CHECK_FALSE(years.find({.year = 2024, .month = 6}, true));
    CHECK(column_of({"2025-05-01"}, true).find({.year = 2025, .month = 5, .day = 31}, false) == 0U);
    CHECK_FALSE(column_of({"2025-05-01"}).find({.year = 2025, .month = 5, .day = 31}, false));
}

TEST_CASE("date column: one row has what it has", "[checks]") {
    const DateColumn days = column_of({"2025-06-30", "2024-01-05"});

    CHECK(days.has({.year = 2024}, false, 1));
    CHECK_FALSE(days.has({.year = 2024}, false, 0));
    CHECK_FALSE(days.has({.year = 2024}, false, 7));
}

}
