#include "libagent/checks/date_texts.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

TextDates texts_of(const database::Rows& rows) {
    const CheckedResult result{.handle = "r1", .rows = rows};
    const ResultFacts facts = read_result(result);
    const DateFacts dates = read_dates(facts, {});
    return dates_in_texts({&facts, 1}, {&dates, 1}, {});
}

}

TEST_CASE("date texts: dates within remarks, not those of columns of dates", "[checks]") {
    const TextDates found = texts_of(
        rows_of({"remark|opened_on", "repaired on 12 May 2024|2025-06-30", "no date|2025-06-29"}));

    REQUIRE(found.dates.size() == 1);
    CHECK(found.dates[0].day == 12);
    CHECK_FALSE(found.is_cut);
}

TEST_CASE("date texts: too many texts are not read", "[checks]") {
    std::vector<std::string> lines = {"remark"};
    for (int i = 0; i < 2'001; ++i) lines.push_back("job " + std::to_string(10'000 + i));

    CHECK(texts_of(rows_of(lines)).is_cut);
}

}
