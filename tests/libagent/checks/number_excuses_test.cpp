#include "libagent/checks/number_excuses.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string excuse(const std::string& answer, std::size_t which = 0) {
    const AnswerText text = read_answer(answer);
    const std::vector<WrittenNumber> numbers = find_numbers(text.plain);
    REQUIRE(numbers.size() > which);
    return excuse_of({.text = text,
                      .answer = answer,
                      .number = numbers[which],
                      .unit = text.unit_at(numbers[which].begin),
                      .mentions = {},
                      .most_rows = 12,
                      .numbers = numbers});
}

}

TEST_CASE("number excuses: what the answer lists, ranks, manners of speaking", "[checks]") {
    CHECK(excuse("Three sites:\n- A\n- B\n- C") == "counts what the answer lists");
    CHECK(excuse("Four sites:\n- A\n- B\n- C").empty());
    CHECK(excuse("2 rows:\n\n| a |\n|---|\n| x |\n| y |") == "counts what the answer lists");
    CHECK(excuse("| # | site |\n|---|---|\n| 7 | A |") == "rank");
    CHECK(excuse("the top 5 are") == "a choice of rows");
    CHECK(excuse("the top 50 are").empty());
    CHECK(excuse("for two reasons") == "a manner of speaking");
    CHECK(excuse("half of them") == "a manner of speaking");
    CHECK(excuse("two sites").empty());
}

TEST_CASE("number excuses: offers to the reader, and bounds of what is counted", "[checks]") {
    CHECK(excuse("Let me know if you want the top 50") == "an offer");
    CHECK(excuse("Would you like to see the last 12 months?") == "an offer");
    CHECK(excuse("I can split it in 2 parts") == "an offer");
    CHECK(excuse("Let me know if you want the 816 open orders").empty());
    CHECK(excuse("the last 12 months had 5").empty());
    CHECK(excuse("Only five exceed 150,000", 1) == "a bound");
    CHECK(excuse("Sites exceed 150,000").empty());
    CHECK(excuse("Only five have 150,000", 1).empty());
}

TEST_CASE("number excuses: numbers of questions, limits of statements, names of columns",
          "[checks]") {
    const database::Rows rows = rows_of({"p99_ms", "184"});
    const std::string_view question = "Which sites have more than 1,500 orders?";
    const CheckedResult result{.handle = "r1",
                               .rows = rows,
                               .sql = "SELECT ROUND(x, 3) FROM t WHERE a > 40 GROUP BY 7 LIMIT 25"};
    const KnownNumbers known({.answer = "", .questions = {&question, 1}, .results = {&result, 1}});
    const auto source = [&](const char* text) { return known.source_of(find_numbers(text).at(0)); };

    CHECK(source("1500") == "question");
    CHECK(source("40") == "statement of r1");
    CHECK(source("25") == "statement of r1");
    CHECK(source("3").empty());
    CHECK(source("7").empty());
    CHECK(source("99 %") == "name of a column");
}

}
