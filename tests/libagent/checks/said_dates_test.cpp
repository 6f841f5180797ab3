#include "libagent/checks/said_dates.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// The dates of an answer; `~` behind those that no cell need have, `|` behind ends of spans.
std::string said_in(const std::string& answer) {
    const AnswerText text = read_answer(answer);
    std::string out;
    for (const SaidDate& date : find_said_dates(text, find_numbers("")))
        out += answer.substr(date.begin, date.end - date.begin) + (date.is_loose ? "~" : "") +
               (date.is_end ? "|" : "") + "; ";
    return out;
}

}

TEST_CASE("said dates: days, months, years and times", "[checks]") {
    CHECK(said_in("On June 30, 2025 at 14:35, in May, and in 2024.") ==
          "June 30, 2025; 14:35; May; 2024; ");
    CHECK(said_in("2023: 12 orders (2024).") == "2023; 2024; ");
    CHECK(said_in("from January to June 2025") == "January|; June 2025|; ");
    CHECK(said_in("in the years 2023-2025") == "2023|; 2025|; ");
}

TEST_CASE("said dates: parts of names, ratios and codes are none", "[checks]") {
    CHECK(said_in("Office 2019, report-2024.csv, season 2024/25, 44 BC, in 1950 BCE").empty());
    CHECK(said_in("a ratio of 3:10, 14:35 CEST").empty());
    CHECK(said_in("April Smith asked Jan.").empty());
    CHECK(said_in("`opened_on >= '2025-06-30'`").empty());
    CHECK(said_in("`2025-06-30`") == "2025-06-30; ");
}

TEST_CASE("said dates: what is not there, may come or is asked need not be in a cell", "[checks]") {
    CHECK(said_in("There are no orders in July 2025.") == "July 2025~; ");
    CHECK(said_in("We expect more in July 2025.") == "July 2025~; ");
    CHECK(said_in("Shall I look at 2019, too, in 2018?") == "2018~; ");
    CHECK(said_in("All opened before 2020.") == "2020~; ");
    CHECK(said_in("Around 14:30 it was, and about 14:30 it is.").empty());
}

}
