#include "libagent/checks/derived_values.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// Where the first number of the sentence is from, when it is worked out of what the sentence
/// names.
std::string derived_from(const std::string& text, const database::Rows& rows = branch_rows()) {
    ReadSentence sentence(text, rows);
    const std::vector<DerivedValue> values = derived_values(sentence.search());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (says(sentence.numbers.at(0), values[i], sentence.cues))
            return derived_sources(sentence.search(), {&i, 1}).at(0);
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

TEST_CASE("derived values: what rose did not fall", "[checks]") {
    const database::Rows years =
        rows_of({"year|cost|orders", "2023|400.50|100", "2024|380.50|210", "2025|390.50|150"});
    const database::Rows newest_first = rows_of({"month|cost", "2024-02|380.50", "2024-01|400.50"});

    CHECK(derived_from("20 less: so much costs fell from 2023 to 2024", years) ==
          "r1.cost: row 2 - row 1");
    CHECK(derived_from("5 % is what costs fell by from 2023 to 2024", years) != "");
    CHECK(derived_from("5 % is what costs rose by from 2023 to 2024", years).empty());
    CHECK(derived_from("20 is what costs rose by from 2023 to 2024", years).empty());
    CHECK(derived_from("110 % is what orders grew by from 2023 to 2024", years) != "");
    CHECK(derived_from("5 % is what it fell by in February 2024", newest_first) != "");
    CHECK(derived_from("5 % is what it rose by in February 2024", newest_first).empty());
    CHECK(derived_from("5 % is what it changed by in February 2024", newest_first) != "");
}

TEST_CASE("derived values: years are no amounts", "[checks]") {
    const database::Rows years = rows_of({"year|orders", "2023|10", "2024|20"});
    CHECK(derived_from("202.3 per order in 2023", years).empty());
}

TEST_CASE("derived values: zero rows are so only where something is missing", "[checks]") {
    CHECK(derived_from("Zero orders came from North").empty());
    CHECK(derived_from("Zero are missing a status") == "r1: rows where orders = 0");
}

}
