#include "libagent/checks/derived_cues.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// Where the first number of the sentence is from.
std::string asked_from(const std::string& text, const database::Rows& rows = branch_rows()) {
    ReadSentence sentence(text, rows);
    DerivedList list;
    collect_asked(sentence.search(), 0, list);
    const std::vector<DerivedValue> values = list.take_values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!says(sentence.numbers.at(0), values[i], sentence.cues)) continue;
        DerivedList wanted({&i, 1});
        collect_asked(sentence.search(), 0, wanted);
        return wanted.take_sources().at(0);
    }
    return {};
}

}

TEST_CASE("derived cues: a row against the average", "[checks]") {
    CHECK(asked_from("1.9 times the average is what East has") == "r1.orders: row 3 / average");
    CHECK(asked_from("86 % above the average lie the orders of East") ==
          "r1.orders: row 3 / average - 1");
    CHECK(asked_from("1,989.75 more than the average branch made East") ==
          "r1.revenue: row 3 - average");
    CHECK(asked_from("1.9 times as many has East").empty());
    CHECK(asked_from("1.9 times the average is what they have").empty());
}

TEST_CASE("derived cues: parts of a year, and halves", "[checks]") {
    const database::Rows year = rows_of({"year|orders", "2024|1507"});

    CHECK(asked_from("126 orders a month", year) == "r1.orders: row 1 / 12");
    CHECK(asked_from("4.1 a day", year) == "r1.orders: row 1 / 365");
    CHECK(asked_from("29 per week", year) == "r1.orders: row 1 / 52");
    CHECK(asked_from("753.5 would be half", year) == "r1.orders: row 1 / 2");
    CHECK(asked_from("126 orders", year).empty());
    CHECK(asked_from("25 is half of all") == "sum of r1.orders / 2");
}

TEST_CASE("derived cues: the days between two dates of a row", "[checks]") {
    const database::Rows dates = rows_of({"first|last|note", "2023-07-03|2025-06-30|2025-02-31"});

    CHECK(asked_from("728 days lie between", dates) == "r1: row 1, between its dates");
    CHECK(asked_from("729 days with both ends", dates) == "r1: row 1, between its dates");
    CHECK(asked_from("727 days", dates).empty());
    CHECK(asked_from("728 orders", dates).empty());
}

}
