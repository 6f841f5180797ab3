#include "libagent/loop/cut_claims.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

/// Whether the number, from there, is told to be of a cut result; r1 is cut, r2 is not.
bool is_cut(const std::string& response, const std::string& number, const std::string& source) {
    results::ResultStore results;
    for (const bool truncated : {true, false}) {
        database::Rows rows;
        rows.columns = {{.name = "n"}};
        rows.append(database::Kind::integer, "1");
        rows.truncated = truncated;
        results.add("shop", "SELECT n FROM t", std::move(rows));
    }
    const chat::Answer answer{.response = response};
    const std::size_t begin = response.find(number);
    return is_of_cut_result({.answer = answer, .said = {}, .results = results, .databases = {}},
                            {begin, begin + number.size(), "number", "verified", source});
}

}

TEST_CASE("cut claims: a count of, and a sum over, rows that were cut is told", "[checks][loop]") {
    CHECK(is_cut("There are 1,000 orders.", "1,000", "r1: rows"));
    CHECK(is_cut("They cost 13,962 in all.", "13,962", "sum of r1.total"));
    CHECK_FALSE(is_cut("There are 1,000 orders.", "1,000", "r2: rows"));
    CHECK_FALSE(is_cut("Ana has 7.", "7", "r1: row 3, n"));
    CHECK_FALSE(is_cut("There are 1,000 orders.", "1,000", "question"));
}

TEST_CASE("cut claims: a sentence that says so itself is let be", "[checks][loop]") {
    CHECK_FALSE(is_cut("There are at least 1,000 orders.", "1,000", "r1: rows"));
    CHECK_FALSE(is_cut("The first 1,000 rows are shown.", "1,000", "r1: rows"));
    CHECK_FALSE(is_cut("Es sind mehr als 1.000 Aufträge.", "1.000", "r1: rows"));
    CHECK(is_cut("Only one line.\nThere are 1,000 orders.", "1,000", "r1: rows"));
}

}
