#include "sessions/export/turn_parts.h"

#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("turn parts: what was taken back and what failed is not shown", "[sessions][export]") {
    session::Transcript shop = test::kept_shop();
    chat::Step broken = shop.turns[0].turn.answer.workflow[0];
    broken.error = "no such table";
    shop.turns[0].turn.answer.workflow.push_back(broken);

    CHECK(shown_turns(shop).size() == 2);
    CHECK(statements_of(shop.turns[0]).size() == 1);
}

TEST_CASE("turn parts: facts in a few words", "[sessions][export]") {
    const session::Transcript shop = test::kept_shop();

    CHECK(conversation_facts(shop) == "2026-11-30 00:00 UTC · shop · 2 questions");
    CHECK(answer_facts(shop.turns[0]) == "openai:gpt-test · 1.2 s");
    CHECK(missing_answer(shop.turns[0]).empty());
    CHECK(missing_answer(shop.turns[1]) == "no answer: the model is away");
    CHECK(remarks_on(shop.turns[0].turn.answer) ==
          std::vector<std::string>{"another model answered"});
    chat::Answer unsure;
    unsure.unverified_numbers = {{"42", "7"}};
    CHECK(remarks_on(unsure).front() == "not borne out by any result: 42, 7");
    unsure.warnings = {{"numbers", "no result bears out 42, 7"}};
    CHECK(remarks_on(unsure) == std::vector<std::string>{"no result bears out 42, 7"});
}

TEST_CASE("turn parts: a statement's facts are those that are known", "[sessions][export]") {
    CHECK(statement_facts({}).empty());
    CHECK(statement_facts({.handle = "r2", .rows = 1, .truncated = true}) == "r2 · first 1 row");
    CHECK(statement_facts({.write = "committed", .touched = "UPDATE t: 2 rows"}) ==
          "UPDATE t: 2 rows (committed)");
}

TEST_CASE("turn parts: a receipt is told by its beginnings", "[sessions][export][receipt]") {
    CHECK(receipt_facts({.as_of = "2026-11-30T08:05:00Z"}).empty());
    CHECK(receipt_facts({.as_of = "2026-11-30T08:05:00Z",
                         .schema_hash = "0123456789abcdef",
                         .result_hash = "fedcba9876543210"}) ==
          "read 2026-11-30T08:05:00Z · schema 01234567 · result fedcba98");
    CHECK(receipt_facts({.result_hash = "fedcba9876543210"}) == "result fedcba98");
}

TEST_CASE("turn parts: where a statement ran", "[sessions][export][receipt]") {
    const session::Transcript shop = test::kept_shop();

    CHECK(database_of({.tool = "query", .arguments = R"({"database":"b"})", .database = "a"},
                      shop) == "a");
    CHECK(database_of({.tool = "query", .arguments = R"({"database":"b"})"}, shop) == "b");
    CHECK(database_of({.tool = "query", .arguments = "{}"}, shop) == "shop");
    CHECK(database_of({.tool = "query_results", .arguments = "{}"}, shop).empty());
    CHECK(reads_results({.tool = "query_results"}));
    CHECK(reads_results({.tool = "sql_over_results"}));
    CHECK_FALSE(reads_results({.tool = "query"}));
}

TEST_CASE("turn parts: a typed statement is no question", "[sessions][export]") {
    session::Transcript shop = test::kept_shop();
    CHECK_FALSE(is_statement(shop.turns[0]));
    shop.turns.push_back(test::typed_in_kept_shop());
    CHECK(is_statement(shop.turns[3]));
    CHECK(conversation_facts(shop) == "2026-11-30 00:00 UTC · shop · 2 questions · 1 statement");
    shop.turns = {test::typed_in_kept_shop(), test::typed_in_kept_shop()};
    CHECK(conversation_facts(shop) == "2026-11-30 00:00 UTC · shop · 2 statements");
}

}
