#include "libagent/checks/known_dates_sql.h"

#include <catch2/catch.hpp>

namespace askdb::checks {

TEST_CASE("known dates in SQL: what works dates out", "[checks]") {
    CHECK(works_dates_out("SELECT 1 WHERE d > date('now')"));
    CHECK(works_dates_out("SELECT 1 WHERE d > CURRENT_DATE - 7"));
    CHECK(works_dates_out("SELECT date(d, '+7 days') FROM t"));
    CHECK(works_dates_out("SELECT date(d, 'start of month') FROM t"));
    CHECK(works_dates_out("SELECT d + INTERVAL '1 month' FROM t"));
    CHECK_FALSE(
        works_dates_out("SELECT strftime('%Y-%m', d), max(d) FROM t WHERE d < '2025-01-01'"));
    CHECK_FALSE(works_dates_out("SELECT 1 FROM t WHERE name = 'known'"));
}

TEST_CASE("known dates in SQL: bounds that are not reached", "[checks]") {
    const auto bounds = strict_bounds(
        "d < '2025-03-01' AND e > DATE '2024-12-31' AND y < 2025 AND d <> '2020-01-01' "
        "AND d <= '2021-01-01'");

    REQUIRE(bounds.size() == 3);
    CHECK(bounds[0].reached.month == 2);
    CHECK(bounds[0].reached.day == 28);
    CHECK(bounds[1].reached.year == 2025);
    CHECK(bounds[1].reached.day == 1);
    CHECK(bounds[2].reached.year == 2024);
}

TEST_CASE("known dates in SQL: numbers of months, packed dates, names", "[checks]") {
    CHECK(compared_months("strftime('%m', d) IN ('05', '06')") == std::vector<int>{5, 6});
    CHECK(compared_months("month(d) BETWEEN 4 AND 6 AND round(x, 2) > 0") ==
          std::vector<int>{4, 6});
    CHECK(compared_months("strftime('%Y-%m', d) AND n = 6").empty());
    REQUIRE(packed_literals("day >= 20250630 AND id = 123456").size() == 1);
    CHECK(spaced_names("sales_2024, y2024, r1") == "sales  2024, y 2024, r1");
}

}
