#include "libagent/checks/derived_values.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// Where the first number of the sentence is from, when it is worked out of what the sentence
/// names.
std::string derived_from(const std::string& sentence) {
    static const database::Rows rows = branch_rows();
    const AnswerText text = read_answer(sentence);
    const std::vector<WrittenNumber> numbers = find_numbers(text.plain);
    const CheckedResult result{.handle = "r1", .rows = rows};
    const std::vector<ResultFacts> facts{read_result(result)};
    const std::vector<Mention> mentions =
        find_mentions({.text = text, .numbers = numbers, .results = facts});
    const SentenceCues cues = read_cues(text.plain);
    std::size_t budget = 1'000, same_budget = 1'000;
    const auto search = [&](std::size_t& cells) -> DerivedSearch {
        return {.results = facts,
                .mentions = mentions,
                .all_mentions = mentions,
                .numbers = numbers,
                .cues = cues,
                .budget = cells};
    };
    const std::vector<DerivedValue> values = derived_values(search(budget));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (says(numbers.at(0), values[i], cues)) {
            return derived_sources(search(same_budget), {&i, 1}).at(0);
        }
    }
    return {};
}

}

TEST_CASE("derived values: over the rows that a sentence describes", "[checks]") {
    CHECK(derived_from("2 are open") == "r1: rows where status = 'open'");
    CHECK(derived_from("1 has more than 2000.5 of revenue") == "r1: rows where revenue > 2000.5");
    CHECK(derived_from("0 have more than 1e40 of revenue").find("99999") == std::string::npos);
    CHECK(derived_from("43 orders are open") == "sum of r1.orders, rows where status = 'open'");
    CHECK(derived_from("86 % of the orders are open") ==
          "r1.orders: rows where status = 'open' / sum");
    CHECK(derived_from("19 orders came from North and South") ==
          "sum of r1.orders, the rows that are named");
    CHECK(derived_from("On average 21.5 orders are open") ==
          "average of r1.orders, rows where status = 'open'");
    CHECK(derived_from("62 % of the orders come from East") ==
          "r1.orders: rows where branch fits / sum");
}

TEST_CASE("derived values: between rows and columns", "[checks]") {
    CHECK(derived_from("5 more in North than in South") == "r1.orders: row 2 - row 1");
    CHECK(derived_from("71 % more in North than in South") == "r1.orders: row 1 / row 2 - 1");
    CHECK(derived_from("2.6 times as many in East as in North") == "r1.orders: row 3 / row 1");
    CHECK(derived_from("104.21 per order in North") ==
          "r1.revenue / orders, rows where branch fits");
    CHECK(derived_from("2 branches have more than 10 orders") != "");
}

TEST_CASE("derived values: nothing is worked out that the words do not ask for", "[checks]") {
    CHECK(derived_from("North and South: 5").empty());
    CHECK(derived_from("44 orders are open").empty());
    CHECK(derived_from("87 % of the orders are open").empty());
    CHECK(derived_from("€2 are open").empty());
}

}
