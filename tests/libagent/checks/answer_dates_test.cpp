#include "libagent/checks/answer_numbers.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string sources(const database::Rows& rows, const std::string& answer) {
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::string out;
    for (const CheckedNumber& number : check_numbers({.answer = answer, .results = {&result, 1}}))
        out += answer.substr(number.begin, number.end - number.begin) + " = " +
               (number.source.empty() ? "none" : number.source) + "; ";
    return out;
}

}

TEST_CASE("answer dates: dates stand among the numbers, in order", "[checks]") {
    const database::Rows rows = rows_of({"month|orders", "2025-05|117", "2025-06|135"});

    CHECK(sources(rows, "In May 2025 there were 117, in June 135.") ==
          "May 2025 = r1: row 1, month; 117 = r1: row 1, orders; June = r1: row 2, month; "
          "135 = r1: row 2, orders; ");
    CHECK(sources(rows, "In July there were 135.") == "July = none; 135 = r1: row 2, orders; ");
}

TEST_CASE("answer dates: a number that may be a year is right when the year is", "[checks]") {
    CHECK(sources(rows_of({"year|orders", "2024|12"}), "The 2024 orders: few.") ==
          "2024 = r1: row 1, year; ");
    CHECK(sources(rows_of({"opened_on", "2024-05-01"}), "The 2024 orders: few.") ==
          "2024 = r1: row 1, opened_on; ");
    CHECK(sources(rows_of({"n", "861"}), "Orders: 1987") == "1987 = none; ");
    CHECK(sources(rows_of({"n", "861"}), "The count is 2001.") == "2001 = none; ");
}

}
