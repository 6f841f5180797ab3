#include "libagent/checks/number_places.h"

#include "libagent/base/stop.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// For each number the rows that are named beside it: "12@0 7@1 "; "?" where they are not certain.
std::string placed(const std::string& answer) {
    const ReadSentence sentence(answer);
    const std::vector<WrittenNumber>& numbers = sentence.numbers;
    const auto places = place_numbers(
        {.text = sentence.text, .numbers = numbers, .mentions = sentence.mentions, .results = 1});
    std::string out;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        out += answer.substr(numbers[i].begin, numbers[i].end - numbers[i].begin) + "@";
        for (const NamedRows& named : places[i].named) {
            for (const std::uint32_t row : named.rows) out += std::to_string(row);
            out += named.is_strict ? "" : "?";
        }
        out += ' ';
    }
    return out;
}

}

TEST_CASE("number places: each clause has its name", "[checks]") {
    CHECK(placed("North has 12, South has 7.") == "12@0 7@1 ");
    CHECK(placed("12 in North and 7 in South") == "12@0 7@1 ");
    CHECK(placed("from North Plant (12) down to South Plant (7)") == "12@0 7@1 ");
    CHECK(placed("North: 12 orders, 3 of them late") == "12@0 3@0 ");
    CHECK(placed("With 12 orders, North leads.") == "12@0 ");
}

TEST_CASE("number places: names that are said together share their numbers", "[checks]") {
    CHECK(placed("North and South have 12 and 7.") == "12@01 7@01 ");
    CHECK(placed("North and South have 12 and 7, respectively.") == "12@0 7@1 ");
    CHECK(placed("North has 5 more than South") == "5@0 ");
}

TEST_CASE("number places: without a name nothing is certain", "[checks]") {
    CHECK(placed("There are 50 orders. North leads.") == "50@ ");
    CHECK(placed("Two are large: North with 12, East with 31") == "Two@ 12@0 31@2 ");
    CHECK(placed("| Branch | Orders |\n|---|---|\n| North Plant | 12 |\n| South Plant | 7 |") ==
          "12@0 7@1 ");
}

TEST_CASE("number places: a stop ends it", "[checks]") {
    const AnswerText text = read_answer("North has 12.");
    const std::vector<WrittenNumber> numbers = find_numbers(text.plain);
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(place_numbers({.text = text,
                                   .numbers = numbers,
                                   .mentions = {},
                                   .results = 0,
                                   .stop = stop.get_token()}),
                    Stopped);
}

}
