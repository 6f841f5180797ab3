#include "libagent/checks/known_dates.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace askdb::checks {
namespace {

KnownDates known_of(std::string_view question, std::string_view sql, const database::Rows& rows) {
    const CheckedResult result{.handle = "r1", .rows = rows, .sql = sql};
    return KnownDates({.answer = "", .questions = {&question, 1}, .results = {&result, 1}});
}

std::string source(const KnownDates& known, const DateParts& date, bool is_end = false) {
    return known.source_of(date, is_end, false);
}

}

TEST_CASE("known dates: the question says days, months and years", "[checks]") {
    const database::Rows rows;
    const KnownDates known =
        known_of("What came in June 2025, and on 2024-03-05 at 14:35?", "", rows);

    CHECK(source(known, {.year = 2025, .month = 6}) == "question");
    CHECK(source(known, {.year = 2025, .month = 6, .day = 30}) == "question");
    CHECK(source(known, {.year = 2024}) == "question");
    CHECK(source(known, {.month = 3, .day = 5}) == "question");
    CHECK(source(known, {.time = 52'500}) == "question");
    CHECK(source(known, {.year = 2025, .month = 6, .day = 15}).empty());
    CHECK(source(known, {.year = 2025, .month = 5}).empty());
    CHECK(source(known, {.year = 2023}).empty());
}

TEST_CASE("known dates: literals of a statement, and what its bounds reach", "[checks]") {
    const database::Rows rows;
    const KnownDates known = known_of(
        "", "SELECT 1 FROM t WHERE d >= '2025-04-01' AND d < '2025-07-01' AND y = 2024", rows);

    CHECK(source(known, {.year = 2025, .month = 4, .day = 1}) == "statement of r1");
    CHECK(source(known, {.year = 2025, .month = 6, .day = 30}) == "statement of r1");
    CHECK(source(known, {.year = 2025, .month = 6}) == "statement of r1");
    CHECK(source(known, {.year = 2024}) == "statement of r1");
    CHECK(source(known, {.year = 2024, .month = 12}, true) == "statement of r1");
    CHECK(source(known, {.year = 2024, .month = 12}).empty());
    CHECK(source(known, {.year = 2025, .month = 7}).empty());
    CHECK(source(known, {.year = 2025, .month = 5}).empty());
    CHECK_FALSE(known.are_computed());
}

TEST_CASE("known dates: quarters and halves have ends", "[checks]") {
    const database::Rows rows;
    const KnownDates known = known_of("How was the first half of 2025?", "", rows);

    CHECK(source(known, {.month = 1}) == "question");
    CHECK(source(known, {.year = 2025, .month = 6, .day = 30}) == "question");
    CHECK(source(known, {.month = 7}).empty());
    CHECK(source(known, {.year = 2024, .month = 6}).empty());
}

TEST_CASE("known dates: names of columns", "[checks]") {
    database::Rows rows;
    rows.columns = {{.name = "jan"}, {.name = "sales_2024"}};
    const KnownDates known = known_of("", "SELECT 1", rows);

    CHECK(source(known, {.month = 1}) == "name of a column");
    CHECK(source(known, {.year = 2024, .month = 1}) == "name of a column");
    CHECK(source(known, {.year = 2024}) == "name of a column");
    CHECK(source(known, {.month = 2}).empty());
}

}
