#include "libagent/checks/derived_list.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string total_from(const std::vector<ResultFacts>& facts, const std::string& sentence) {
    const SentenceCues cues = read_cues(sentence);
    const WrittenNumber number = find_numbers(sentence).at(0);
    const std::vector<DerivedValue> values = total_values(facts);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (says(number, values[i], cues)) return total_sources(facts, {&i, 1}).at(0);
    }
    return {};
}

}

TEST_CASE("derived totals: of one result", "[checks]") {
    const database::Rows rows = branch_rows();
    const CheckedResult result{.handle = "r1", .rows = rows};
    const std::vector<ResultFacts> facts{read_result(result)};

    CHECK(total_from(facts, "3 branches") == "r1: rows");
    CHECK(total_from(facts, "50 orders") == "sum of r1.orders");
    CHECK(total_from(facts, "6,330.75 in all") == "sum of r1.revenue");
    CHECK(total_from(facts, "16.7 on average") == "average of r1.orders");
    CHECK(total_from(facts, "a median of 980.25").empty());
    CHECK(total_from(facts, "two kinds of status") == "distinct r1.status");
    CHECK(total_from(facts, "62 % are from one") == "largest of r1.orders / sum");
    CHECK(total_from(facts, "126.62 per order") == "sum of r1.revenue / sum of r1.orders");
    CHECK(total_from(facts, "51 orders").empty());
}

TEST_CASE("derived totals: between results", "[checks]") {
    const database::Rows all = rows_of({"n", "2988"}), open = rows_of({"n", "97"});
    const CheckedResult first{.handle = "r1", .rows = all}, second{.handle = "r2", .rows = open};
    const std::vector<ResultFacts> facts{read_result(first), read_result(second)};

    CHECK(total_from(facts, "3.2 % are overdue") == "r2.n / r1.n");
    CHECK(total_from(facts, "the other 2,891") == "r1.n - r2.n");
    CHECK(total_from(facts, "4.2 % are overdue").empty());
}

}
