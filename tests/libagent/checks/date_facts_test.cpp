#include "libagent/checks/date_cells.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

DateFacts facts_of(const std::vector<std::string>& lines) {
    const database::Rows rows = rows_of(lines);
    const CheckedResult result{.handle = "r1", .rows = rows};
    return read_dates(read_result(result), {});
}

}

TEST_CASE("date facts: only columns of dates, months and years are dated", "[checks]") {
    CHECK(facts_of({"opened_on", "2025-06-30"}).is_dated);
    CHECK(facts_of({"year|n", "2024|12"}).is_dated);
    CHECK(facts_of({"month|n", "5|12"}).is_dated);
    CHECK_FALSE(facts_of({"n", "2007"}).is_dated);
    CHECK_FALSE(facts_of({"name|n", "North Plant|12"}).is_dated);
}

TEST_CASE("date facts: years and months of two columns are one date", "[checks]") {
    const DateFacts facts = facts_of({"year|month|n", "2024|5|12", "2025|6|7"});

    REQUIRE(facts.columns.size() == 2);
    CHECK(facts.columns[1].find({.year = 2024, .month = 5}, false) == 0U);
    CHECK_FALSE(facts.columns[1].find({.year = 2025, .month = 5}, false));
}

TEST_CASE("date facts: weeks and counted seconds may be any date", "[checks]") {
    CHECK(facts_of({"opened_on|week", "2025-06-30|27"}).is_unsure);
    CHECK(facts_of({"opened_on|created_at", "2025-06-30|1751241600"}).is_unsure);
    CHECK_FALSE(facts_of({"opened_on|orders", "2025-06-30|1751241600"}).is_unsure);
}

}
