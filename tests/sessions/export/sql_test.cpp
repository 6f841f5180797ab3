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

TEST_CASE("export to SQL: changes, and questions to results that are not here, are comments",
          "[sessions][export]") {
    CHECK(sql_of_statement("DELETE FROM x\nWHERE 1", "change_data", "committed")
              .ends_with("-- A change, which is not made again:\n--   DELETE FROM x\n--   WHERE "
                         "1\n"));
    CHECK(sql_of_statement("SELECT * FROM r7", "query_results")
              .ends_with("-- Over results of this conversation, not the database (r7 is not made "
                         "here):\n--   SELECT * FROM r7\n"));
}

TEST_CASE("export to SQL: results that others read are temporary tables before them",
          "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    std::vector<chat::Step>& steps = transcript.turns[0].turn.answer.workflow;
    steps.push_back({.tool = "query_results", .handle = "r2", .sql = "SELECT region FROM R1"});
    steps.push_back(
        {.tool = "query_results", .handle = "r3", .sql = "SELECT count(*) FROM r2, r1"});

    CHECK(sql_of(transcript)
              .ends_with("FROM orders;\n"
                         "\n"
                         "-- r2\n"
                         "-- Over results, which are tables here; in SQLite's dialect:\n"
                         "CREATE TEMP TABLE r1 AS\n"
                         "SELECT region, sum(amount) AS revenue\n"
                         "FROM orders;\n"
                         "SELECT region FROM R1;\n"
                         "\n"
                         "-- r3\n"
                         "-- Over results, which are tables here; in SQLite's dialect:\n"
                         "CREATE TEMP TABLE r2 AS\n"
                         "SELECT region FROM R1;\n"
                         "SELECT count(*) FROM r2, r1;\n"));
}

TEST_CASE("export to SQL: no table is made of what is no query, or lies elsewhere",
          "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    std::vector<chat::Step>& steps = transcript.turns[0].turn.answer.workflow;
    const auto second_of = [&](chat::Step step) {
        steps.resize(1);
        step.handle = "r2";
        steps.push_back(std::move(step));
        steps.push_back({.tool = "query_results", .handle = "r3", .sql = "SELECT * FROM r2"});
        return sql_of(transcript);
    };

    const std::string elsewhere =
        second_of({.tool = "query", .sql = "SELECT 1", .database = "stock"});
    CHECK(elsewhere.find("-- In the database 'stock', not 'shop':\n--   SELECT 1\n") !=
          std::string::npos);
    CHECK(elsewhere.find("(r2 is from 'stock'):\n--   SELECT * FROM r2\n") != std::string::npos);
    CHECK(second_of({.tool = "query", .sql = "PRAGMA user_version", .database = "shop"})
              .find("(r2 is of no SELECT)") != std::string::npos);
    CHECK(second_of({.tool = "change_data",
                     .sql = "DELETE FROM t RETURNING *",
                     .write = "committed",
                     .database = "shop"})
              .find("(r2 is what a change gave)") != std::string::npos);
}

TEST_CASE("export to SQL: no table is made of columns that share a name", "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    transcript.turns[0].turn.answer.workflow.push_back(
        {.tool = "query_results", .handle = "r2", .sql = "SELECT * FROM r1"});
    database::Rows rows;
    rows.columns = {{.name = "id"}, {.name = "ID"}};

    const std::string text = find_export_format("sql")->make(
        {.transcript = transcript, .artifacts = {}, .rows = [&](std::string_view) {
             return std::optional(rows);
         }});

    CHECK(text.find("(two columns of r1 share a name)") != std::string::npos);
    CHECK(text.find("CREATE TEMP") == std::string::npos);
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
    CHECK(sql_of_statement("SELECT * FROM r7", "sql_over_results")
              .ends_with("(r7 is not made here):\n--   SELECT * FROM r7\n"));
}

TEST_CASE("export to SQL: each result is looked at once, however many read it",
          "[sessions][export]") {
    constexpr int count = 25;
    session::Transcript transcript = test::kept_shop();
    transcript.turns.resize(1);
    std::vector<chat::Step>& steps = transcript.turns[0].turn.answer.workflow;
    steps.push_back({.tool = "query_results", .handle = "r2", .sql = "SELECT region FROM r1"});
    for (int i = 3; i <= count; ++i)
        steps.push_back(
            {.tool = "query_results",
             .handle = "r" + std::to_string(i),
             .sql = "SELECT * FROM r" + std::to_string(i - 1) + ", r" + std::to_string(i - 2)});
    int looked_at = 0;

    const std::string text = find_export_format("sql")->make(
        {.transcript = transcript, .artifacts = {}, .rows = [&](std::string_view) {
             REQUIRE(++looked_at <= count);
             return std::optional<database::Rows>();
         }});

    CHECK(text.find("CREATE TEMP TABLE r24 AS\n") != std::string::npos);
    CHECK(text.find("r23, r22;\n") != std::string::npos);
}

}
