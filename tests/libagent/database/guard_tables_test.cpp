#include "libagent/database/guard_tables.h"

#include "tests/libagent/database/judged.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("guard tables: a file or an address is no table", "[guard]") {
    for (const char* sql :
         {"SELECT * FROM 'x.csv'", "SELECT * FROM t, 'x.csv'", "FROM 'x.csv'",
          "SELECT * FROM t JOIN \"https://x/y\" ON 1 = 1", "SELECT * FROM (t CROSS JOIN 'x.csv')",
          "SELECT * FROM csv.`/etc/passwd`", "DESCRIBE 'x.csv'", "PIVOT 'x.csv' ON a",
          "SELECT a FROM t WHERE b IN (SELECT c FROM 'x.csv')", "SELECT * FROM ('x.csv')",
          "SELECT 1 UNION SELECT * FROM 'x.csv'"}) {
        INFO(sql);
        CHECK(judged("generic", sql) ==
              "a file or an address as a table is not allowed: askdb only reads");
    }
}

TEST_CASE("guard tables: texts elsewhere are texts", "[guard]") {
    for (const char* sql :
         {"SELECT TRIM(BOTH 'x' FROM 'yx'), EXTRACT(YEAR FROM '2020-01-01') FROM \"t\"",
          "SELECT a FROM t WHERE a IS DISTINCT FROM 'x'", "SELECT a FROM t WHERE a IN ('b', 'c')",
          "SELECT a FROM t JOIN u ON (t.b = 'c') AND u.d = 'e'", "SELECT a FROM t ORDER BY a, 'b'",
          "SELECT a FROM f('x', 'y') AS g, \"odd name\" h", "SELECT 'a', 'b'"}) {
        INFO(sql);
        CHECK(judged("generic", sql) == "allowed");
    }
}
