#include "sessions/export/export_format.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

std::string sql_of(const session::Transcript& transcript) {
    return find_export_format("sql")->make({.transcript = transcript, .artifacts = {}});
}

/// The document of one statement.
std::string sql_of_statement(std::string sql, std::string tool = "query", std::string write = {}) {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    chat::Step& step = transcript.turns[0].turn.answer.workflow[0];
    step.sql = std::move(sql);
    step.tool = std::move(tool);
    step.write = std::move(write);
    return sql_of(transcript);
}

}

TEST_CASE("export to SQL: statements below their questions", "[sessions][export]") {
    CHECK(sql_of(test::kept_shop()) ==
          "-- Revenue by region?\n"
          "-- 2026-11-30 00:00 UTC · shop · 2 questions\n"
          "-- askdb conversation shop-1\n"
          "\n"
          "-- 1. Revenue by region?\n"
          "\n"
          "-- r1 · shop · 3 rows · 4 ms\n"
          "SELECT region, sum(amount) AS revenue\n"
          "FROM orders;\n"
          "\n"
          "-- 2. And last year?\n"
          "-- no answer: the model is away\n");
}

TEST_CASE("export to SQL: no question ends its comment", "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    transcript.turns[0].turn.question = "a\nDROP TABLE x;\r\\! ls\v */ b\u2028c";

    const std::string text = sql_of(transcript);

    CHECK(text.find("\n-- 1. a\n--   DROP TABLE x;\\r\\! ls\\x0b */ b") != std::string::npos);
    CHECK(text.find("\nDROP") == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
}

TEST_CASE("export to SQL: each statement ends once, also behind a comment", "[sessions][export]") {
    CHECK(sql_of_statement("SELECT 1;; ").ends_with("\nSELECT 1;\n"));
    CHECK(sql_of_statement("SELECT 1 -- one").ends_with("\nSELECT 1 -- one\n;\n"));
    CHECK(sql_of_statement("SELECT '--'\n, 2").ends_with("\nSELECT '--'\n, 2;\n"));
}

TEST_CASE("export to SQL: changes and questions to results are comments", "[sessions][export]") {
    CHECK(sql_of_statement("DELETE FROM x\nWHERE 1", "change_data", "committed")
              .ends_with("-- A change, which is not made again:\n--   DELETE FROM x\n--   WHERE "
                         "1\n"));
    CHECK(
        sql_of_statement("SELECT * FROM r1", "query_results").ends_with("--   SELECT * FROM r1\n"));
}

TEST_CASE("export to SQL: what a person typed is there as it ran", "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns = {test::typed_in_kept_shop()};
    CHECK(sql_of(transcript)
              .ends_with("\n-- 1. (typed as SQL)\n"
                         "\n"
                         "-- r2 · shop · 3 rows · 5 ms\n"
                         "SELECT region\n"
                         "FROM orders;\n"));
    CHECK(sql_of_statement("SELECT * FROM r1", "sql_over_results")
              .ends_with("not the database:\n--   SELECT * FROM r1\n"));
}

}
