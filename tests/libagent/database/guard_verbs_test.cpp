#include "libagent/database/guard_verbs.h"

#include "tests/libagent/database/judged.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("guard verbs: each dialect has its own statements that read", "[guard]") {
    for (const char* sql :
         {"SHOW CREATE TABLE t", "SHOW FULL COLUMNS FROM t LIKE 'x%'", "DESCRIBE s.t 'x%'",
          "DESC t", "EXPLAIN t", "EXPLAIN FORMAT=JSON SELECT 1", "EXPLAIN ANALYZE SELECT 1",
          "EXPLAIN FOR CONNECTION 5", "ANALYZE FORMAT=JSON SELECT 1", "TABLE t", "VALUES ROW(1, 2)",
          "(SELECT 1) UNION (SELECT 2)", "SELECT @@version"}) {
        INFO(sql);
        CHECK(judged("mysql", sql) == "allowed");
    }
    for (const char* sql : {"FROM t", "PIVOT t ON a USING count(*)", "EXISTS TABLE t",
                            "SHOW TABLES", "DESCRIBE TABLE t", "EXPLAIN (FORMAT JSON) SELECT 1"}) {
        INFO(sql);
        CHECK(judged("generic", sql) == "allowed");
    }
}

TEST_CASE("guard verbs: every other statement is denied", "[guard]") {
    for (const char* sql :
         {"CALL p()", "DO sleep(1)", "HANDLER t OPEN", "SET @@global.x = 1", "KILL 5",
          "FLUSH TABLES", "SET STATEMENT max_statement_time = 0 FOR SELECT 1", "ANALYZE TABLE t",
          "HELP 'x'", "XA START 'x'", "BEGIN NOT ATOMIC SELECT 1; END",
          "LOAD DATA INFILE 'x' INTO TABLE t", "SHOW PLUGINS SONAME 'x.so'",
          "SHOW TABLES WHERE sleep(5)", "sp_who", "x'73656c656374'"}) {
        INFO(sql);
        CHECK(is_refused("mysql", sql));
        CHECK(is_refused("generic", sql));
    }
}

TEST_CASE("guard verbs: EXPLAIN does not hide a write", "[guard]") {
    for (const char* sql :
         {"EXPLAIN DELETE FROM t", "EXPLAIN ANALYZE DELETE FROM t", "ANALYZE DELETE FROM t",
          "EXPLAIN FORMAT=JSON UPDATE t SET a = 1", "EXPLAIN REPLACE INTO t VALUES (1)",
          "DESCRIBE DELETE FROM t", "EXPLAIN (x) DELETE FROM t", "EXPLAIN", "EXPLAIN ANALYZE",
          "EXPLAIN INTO @a SELECT 1"}) {
        INFO(sql);
        CHECK(is_refused("mysql", sql));
    }
    CHECK(is_refused("generic", "EXPLAIN PLAN FOR SELECT 1"));
    CHECK(judged("sqlserver", "EXPLAIN SELECT 1") == "allowed");
    CHECK(is_refused("sqlserver", "EXPLAIN t"));
}

TEST_CASE("guard verbs: behind WITH there must be a query", "[guard]") {
    CHECK(judged("sqlserver", "WITH a AS (SELECT 1 x), b (y) AS (SELECT 2) SELECT * FROM a, b") ==
          "allowed");
    CHECK(judged("mysql",
                 "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
                 "SELECT * FROM r") == "allowed");
    CHECK(judged("mysql", "(WITH a AS (SELECT 1) SELECT * FROM a) LIMIT 1") == "allowed");
    CHECK(judged("generic", "WITH 1 AS x SELECT x") == "allowed");
    CHECK(is_refused("sqlserver", "WITH a AS (SELECT 1) xp_cmdshell 'x'"));
    CHECK(is_refused("sqlserver", "WITH a AS (SELECT 1) master..sp_who 'x' SELECT 1"));
    CHECK(is_refused("mysql", "(WITH a AS (SELECT 1) CALL p())"));
    CHECK(is_refused("mysql", "WITH a AS (SELECT 1)"));
    CHECK(is_refused("mysql", "WITH"));
}

TEST_CASE("guard verbs: a second query needs no semicolon everywhere", "[guard]") {
    CHECK(judged("sqlserver", "SELECT 1 SELECT 2") == "more than one statement is not allowed");
    CHECK(is_refused("sqlserver", "WITH a AS (SELECT 1) SELECT 1 SELECT 2"));
    CHECK(is_refused("generic", "SELECT (1) SELECT 2"));
    CHECK(judged("sqlserver", "SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT (SELECT 3)") == "allowed");
}
