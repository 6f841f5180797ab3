#include "libagent/loop/cut_claims.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

/// Three rows that add up to 13,962, cut (r1) or whole (r2).
void add_results(results::ResultStore& results) {
    for (const bool truncated : {true, false}) {
        database::Rows rows;
        rows.columns = {{.name = "total"}};
        for (const char* total : {"13000", "955", "7"}) rows.append(database::Kind::integer, total);
        rows.truncated = truncated;
        results.add("shop", "SELECT total FROM t LIMIT 1000", std::move(rows));
    }
}

/// Whether the number, from a result that was cut (or not), is told to be of a part.
bool is_cut(const std::string& response, const std::string& number, const std::string& handle,
            const std::string& question = {}) {
    results::ResultStore results;
    add_results(results);
    const results::StoredResult& result = *results.find(handle);
    const checks::CheckedResult checked{
        .handle = result.handle, .rows = result.rows, .sql = result.sql};
    const chat::Answer answer{.response = response};
    const std::string_view said = question;
    for (const checks::CheckedNumber& found : checks::check_numbers(
             {.answer = answer.response, .questions = {&said, 1}, .results = {&checked, 1}})) {
        if (found.begin != response.find(number)) continue;
        INFO(response);
        CHECK(found.verdict == checks::Verdict::matched);
        return is_of_cut_result({.answer = answer, .said = {}, .results = results, .databases = {}},
                                found);
    }
    FAIL("no number " << number << " in " << response);
    return false;
}

}

TEST_CASE("cut claims: a count of, and a sum over, rows that were cut is told", "[checks][loop]") {
    CHECK(is_cut("There are 3 orders.", "3", "r1"));
    CHECK(is_cut("They cost 13,962 in all.", "13,962", "r1"));
    CHECK_FALSE(is_cut("There are 3 orders.", "3", "r2"));
    CHECK_FALSE(is_cut("Ana has 955.", "955", "r1"));
}

TEST_CASE("cut claims: what repeats a statement or the question is no total", "[checks][loop]") {
    CHECK_FALSE(is_cut("They are more than the 1,000 asked for.", "1,000", "r1"));
    CHECK_FALSE(is_cut("You asked for 42 orders.", "42", "r1", "The r1 of 42 orders?"));
}

TEST_CASE("cut claims: a sentence that says so itself is let be", "[checks][loop]") {
    for (const char* said :
         {"They cost at least 13,962.", "The first 13,962 are shown.", "Es sind mehr als 13.962.",
          "The total of 13,962 is of a truncated result.", "Il y en a au moins 13962.",
          "Over 13,962 were sold.", "A sample of 13,962 orders.", "Die ersten 13.962 Zeilen."})
        CHECK_FALSE(is_cut(said,
                           std::string(said).find("13,962") != std::string::npos   ? "13,962"
                           : std::string(said).find("13.962") != std::string::npos ? "13.962"
                                                                                   : "13962",
                           "r1"));
}

TEST_CASE("cut claims: words that only look so, or stand elsewhere, say nothing",
          "[checks][loop]") {
    for (const char* said :
         {"Connecticut sold 13,962.", "In Nuremberg they cost 13,962.",
          "They add up to 13,962 over the year.", "In the first quarter they cost 13,962.",
          "Only one line.\nThey cost 13,962.", "This list was cut. They cost 13,962.",
          "Premises cost 13,962 and the unlimited plan less."})
        CHECK(is_cut(said, "13,962", "r1"));
}

}
