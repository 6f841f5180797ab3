#include "libagent/checks/result_facts.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

std::vector<double> factors(const char* text, const NumberColumn& column) {
    const Factors found = factors_between(find_numbers(text).at(0), column);
    return {found.begin(), found.end()};
}

}

TEST_CASE("result facts: columns of numbers with their totals, others with their values",
          "[checks]") {
    const database::Rows rows = branch_rows();

    const CheckedResult result{.handle = "r1", .rows = rows};
    const ResultFacts facts = read_result(result);

    REQUIRE(facts.numbers.size() == 2);
    CHECK(facts.numbers[0].sum == 50);
    CHECK(facts.numbers[0].median() == 12);
    CHECK(facts.numbers[0].distinct() == 3);
    CHECK(facts.numbers[1].average() == Approx(6330.75 / 3));
    REQUIRE(facts.texts.size() == 2);
    CHECK(facts.is_unique(0));
    CHECK_FALSE(facts.is_unique(3));
}

TEST_CASE("result facts: names tell keys, measures and percentages", "[checks]") {
    const database::Rows rows = rows_of({"order_id|p99_ms|error_percent|year|total_cents",
                                         "5|184|0.305|2024|250", "6|912|1.2||99"});

    const CheckedResult result{.handle = "r1", .rows = rows};
    const ResultFacts facts = read_result(result);

    REQUIRE(facts.numbers.size() == 5);
    CHECK(facts.numbers[0].is_id);
    CHECK(facts.numbers[1].measure == Measure::milliseconds);
    CHECK(facts.numbers[2].is_percent);
    CHECK(facts.numbers[3].sorted.size() == 1);
    CHECK(factors("0.2 s", facts.numbers[1]) == std::vector<double>{0.001});
    CHECK(factors("5 %", facts.numbers[0]).empty());
    CHECK(factors("€2.50", facts.numbers[4]) == std::vector<double>{1, 0.01});
    CHECK(factors("€6", facts.numbers[0]).empty());
}

TEST_CASE("result facts: names tell scales and periods", "[checks]") {
    const database::Rows rows =
        rows_of({"year|revenue_keur|loss_in_millions|orders", "2024|412|3|7", "2025|500|4|9"});

    const ResultFacts facts = read_result({.handle = "r1", .rows = rows});

    REQUIRE(facts.numbers.size() == 4);
    CHECK(facts.numbers[0].is_id);
    CHECK(factors("€412k", facts.numbers[1]) == std::vector<double>{1, 1'000});
    CHECK(factors("3 million", facts.numbers[2]) == std::vector<double>{1, 1e6});
    CHECK(factors("7", facts.numbers[3]) == std::vector<double>{1});
}

TEST_CASE("result facts: a value that stands alone may be a percentage, a count is none",
          "[checks]") {
    const auto percent_of = [](const char* cell, const char* sql) {
        const database::Rows rows = rows_of({"n", cell});
        const ResultFacts facts = read_result({.handle = "r1", .rows = rows, .sql = sql});
        return factors("79 %", facts.numbers.at(0));
    };
    CHECK(percent_of("79.5", "").size() == 1);
    CHECK(percent_of("79", "SELECT 100 * COUNT(a) / COUNT(*) AS n FROM t").size() == 1);
    CHECK(percent_of("79", "SELECT done FROM t").size() == 1);
    CHECK(percent_of("79", "SELECT COUNT(*) AS n FROM t").empty());
    CHECK(percent_of("861", "SELECT done AS n FROM t").empty());
}

TEST_CASE("result facts: words of a column's name", "[checks]") {
    CHECK(name_words("averageCost_EUR") == std::vector<std::string>{"average", "cost", "eur"});
    CHECK(name_words("COUNT(*)") == std::vector<std::string>{"count"});
    CHECK(name_words("").empty());
}

TEST_CASE("result facts: a result without rows or columns", "[checks]") {
    const database::Rows none = rows_of({"a|b"});
    const ResultFacts facts = read_result({.handle = "r1", .rows = none});
    CHECK(facts.rows == 0);
    CHECK(read_result({.handle = "r1", .rows = database::Rows{}}).numbers.empty());
}

}
