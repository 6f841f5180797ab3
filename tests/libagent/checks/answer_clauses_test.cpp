#include "libagent/checks/answer_clauses.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// "[North has 12: 1 name, 1 number]": the clauses of the answer's unit `unit`.
std::string clauses_in(const std::string& answer, std::size_t unit = 0) {
    const ReadSentence read(answer);
    const AnswerUnit& place = read.text.units.at(unit);
    std::size_t first = 0, end = read.numbers.size();
    while (first < end && read.numbers[first].begin < place.begin) ++first;
    while (end > first && read.numbers[end - 1].begin >= place.end) --end;
    std::string out;
    for (const Clause& clause : clauses_of({.text = read.text,
                                .unit = place,
                                .numbers = read.numbers,
                                .first_number = first,
                                .end_number = end,
                                .mentions = read.mentions}))
        out += "[" + std::string(trim(answer.substr(clause.begin, clause.end - clause.begin))) +
               ": " + std::to_string(clause.mentions.size()) + " " +
               std::to_string(clause.numbers.size()) + "]";
    return out;
}

}

TEST_CASE("answer clauses: commas, joints and comparisons part a sentence", "[checks]") {
    CHECK(clauses_in("North has 12, South has 7") == "[North has 12: 1 1][South has 7: 1 1]");
    CHECK(clauses_in("12 in North and 7 in South") == "[12 in North: 1 1][7 in South: 1 1]");
    CHECK(clauses_in("North has 5 more than South") == "[North has 5 more: 1 1][South: 1 0]");
    CHECK(clauses_in("North has more than 5") == "[North has more than 5: 1 1]");
    CHECK(clauses_in("North: 12") == "[North: 12: 1 1]");
}

TEST_CASE("answer clauses: no number and no name is cut, a table's row is one", "[checks]") {
    CHECK(clauses_in("North has 1,250.50 open") == "[North has 1,250.50 open: 2 1]");
    CHECK(clauses_in("| North, East | 12 |") == "[| North, East | 12 |: 2 1]");
}

TEST_CASE("answer clauses: only what stands in the unit belongs to it", "[checks]") {
    const char* const answer = "North has 12. South has 7. East has 31.";
    CHECK(clauses_in(answer, 1) == "[South has 7.: 1 1]");
    CHECK(clauses_in(answer, 2) == "[East has 31.: 1 1]");
}

}
