#include "libagent/database/postgres_guard.h"

#include "tests/libagent/database/judged.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("postgres guard: what reads is allowed", "[guard]") {
    for (const char* sql :
         {"SELECT 1;", ";; SELECT 1 -- x", "VALUES (1), (2)", "TABLE t", "SHOW ALL",
          "EXPLAIN ANALYZE SELECT 1", "EXPLAIN DELETE FROM t",
          "EXPLAIN (ANALYZE off, COSTS) UPDATE t SET a = 1", "SELECT $tag$; DROP TABLE t; $tag$",
          "SELECT E'it\\'s; DROP TABLE t'", "SELECT 1 delete", "SELECT $1",
          "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
          "SELECT pg_size_pretty(pg_relation_size('t')), jsonb_insert('{}', '{a}', '1')",
          "SELECT 'pg_sleep(1)', \"set_config\" FROM pg_sleep"}) {
        INFO(sql);
        CHECK(judged("postgres", sql) == "allowed");
    }
}

TEST_CASE("postgres guard: what does more than read is denied", "[guard]") {
    for (const char* sql :
         {"INSERT INTO t VALUES (1)",
          "CREATE TABLE a AS SELECT 1",
          "CALL p()",
          "DO $$ BEGIN END $$",
          "COPY t TO PROGRAM 'id'",
          "COPY (SELECT 1) TO '/tmp/x'",
          "SET ROLE x",
          "LISTEN x",
          "PREPARE p AS SELECT 1",
          "EXECUTE p",
          "DECLARE c CURSOR FOR SELECT 1",
          "BEGIN",
          "SELECT 1; COMMIT",
          "SELECT 1 INTO a",
          "WITH x AS (SELECT 1) SELECT * INTO a FROM x",
          "WITH d AS (DELETE FROM t RETURNING 1) SELECT * FROM d",
          "SELECT * FROM (WITH d AS (INSERT INTO t VALUES (1) RETURNING 1) TABLE d) x",
          "WITH m AS MATERIALIZED (SELECT 1) MERGE INTO t USING m ON true WHEN MATCHED THEN DELETE",
          "SELECT (SELECT a FROM t LIMIT 1 FOR KEY SHARE)",
          "EXPLAIN EXECUTE p",
          "EXPLAIN (ANALYZE) DELETE FROM t",
          "EXPLAIN (ANALYZE, ANALYZE off) DELETE FROM t",
          "EXPLAIN (ANALYZE off, ANALYZE on) DELETE FROM t",
          "EXPLAIN CREATE TABLE a AS SELECT 1"}) {
        INFO(sql);
        const auto error = judge_postgres(sql, *find_dialect("postgres"));
        REQUIRE(error);
        CHECK(error->code == askdb::Errc::refused);
    }
}

TEST_CASE("postgres guard: a denied function is found in every place and spelling", "[guard]") {
    for (const char* sql :
         {"SELECT pg_read_file('x')", "SELECT PG_CATALOG.PG_READ_FILE('x')",
          "SELECT U&\"\\0070g_read_file\"('x')", "SELECT \"set_config\" ('a', 'b', true)",
          "SELECT * FROM pg_ls_dir('/')", "SELECT * FROM ROWS FROM (pg_ls_dir('/'))",
          "SELECT 1 ORDER BY lo_create(0)", "SELECT 1 LIMIT nextval('s')",
          "SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL)", "VALUES (pg_notify('a', 'b'))",
          "SELECT sum(1) OVER (ORDER BY pg_advisory_lock(1))", "SELECT ARRAY[setval('s', 1)]",
          "EXPLAIN SELECT query_to_xml('DROP TABLE t', true, false, '')",
          "WITH x AS (SELECT dblink_exec('a', 'b')) TABLE x", "SELECT delete_everything()",
          "SELECT cron.schedule('a', 'b', 'c')"}) {
        INFO(sql);
        CHECK(is_refused("postgres", sql));
    }
}

TEST_CASE("postgres guard: the reason names what was written", "[guard]") {
    CHECK(judged("postgres", "set role x") == "SET is not allowed: askdb only reads");
    CHECK(judged("postgres", "WITH x AS (SELECT 1) DELETE FROM t") ==
          "DELETE is not allowed: askdb only reads");
    CHECK(judged("postgres", "SELECT pg_catalog.set_config('a', 'b', true)") ==
          "function 'set_config' is not allowed: askdb only reads");
    CHECK(judged("postgres", "SELECT 1; SELECT 2") == "more than one statement is not allowed");
}

TEST_CASE("postgres guard: a text that is no PostgreSQL is bad input", "[guard]") {
    for (const char* sql : {"", " -- x", "SELEC 1", "SELECT 'never ends", "SELECT (1", "EXPLAIN"}) {
        INFO(sql);
        const auto error = judge_postgres(sql, *find_dialect("postgres"));
        REQUIRE(error);
        CHECK(error->code == askdb::Errc::bad_input);
    }
}

TEST_CASE("postgres guard: deep nesting ends in a verdict, not in a crash", "[guard]") {
    constexpr std::size_t deep = 250'000;
    CHECK(judged("postgres", repeated("SELECT 1", "+1", deep)) == "allowed");
    CHECK(judged("postgres", repeated("SELECT 1 FROM a", " CROSS JOIN a", deep)) == "allowed");
    CHECK(judged("postgres", repeated("SELECT 1", " UNION SELECT 1", deep)) == "allowed");
    CHECK(judged("postgres", repeated("SELECT ", "(", deep)) ==
          "the statement is nested too deeply");
    CHECK(judged("postgres", repeated("SELECT ", "f(", deep)) ==
          "the statement is nested too deeply");
    CHECK(is_refused("postgres", repeated("SELECT 1", "+1", 300'000)));
}
