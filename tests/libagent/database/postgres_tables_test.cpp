#include "libagent/database/postgres_tables.h"

#include "libagent/base/text.h"
#include "libagent/database/postgres_guard.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace askdb;
using namespace askdb::database;

namespace {

/// "a, s.b", sorted.
std::string tables_of(const std::string& sql) {
    const auto parsed = parse_postgres_tables(sql);
    if (!parsed) return "no SQL: " + parsed.error().message;
    std::vector<std::string> names;
    for (const PostgresName& table : parsed.value().tables.tables) {
        names.push_back((table.schema.empty() ? "" : table.schema + ".") + table.name);
    }
    std::sort(names.begin(), names.end());
    return join(names, ", ");
}

}

TEST_CASE("postgres tables: every table of a statement is found", "[lists]") {
    CHECK(tables_of("SELECT * FROM a, hr.b x JOIN \"C\" USING (id)") == "C, a, hr.b");
    CHECK(tables_of("SELECT (SELECT 1 FROM secrets) FROM ONLY a") == "a, secrets");
    CHECK(tables_of("TABLE secrets") == "secrets");
    CHECK(tables_of("SELECT 1 UNION TABLE secrets") == "secrets");
    CHECK(tables_of("SELECT * FROM a, LATERAL (SELECT * FROM secrets WHERE x = a.x) q") ==
          "a, secrets");
    CHECK(tables_of("SELECT * FROM a NATURAL JOIN secrets") == "a, secrets");
    CHECK(tables_of("SELECT secrets.x FROM a AS secrets") == "a");
    CHECK(tables_of("EXPLAIN SELECT * FROM secrets") == "secrets");
    CHECK(tables_of("INSERT INTO t SELECT * FROM u RETURNING *") == "t, u");
    CHECK(tables_of("UPDATE t SET a = 1 FROM u WHERE t.x = u.x") == "t, u");
    CHECK(tables_of("DELETE FROM t USING secrets") == "secrets, t");
    CHECK(tables_of("TRUNCATE a, b") == "a, b");
    CHECK(tables_of("SELECT * FROM a TABLESAMPLE system (10)") == "a");
    CHECK(tables_of("SELECT 'FROM secrets', $q$ FROM secrets $q$ /* FROM secrets */") == "");
}

TEST_CASE("postgres tables: what WITH defines is seen where it is in sight, and nowhere else",
          "[lists]") {
    CHECK(tables_of("WITH x AS (SELECT * FROM t) SELECT * FROM x, y") == "t, y");
    CHECK(tables_of("WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets") == "secrets");
    CHECK(tables_of("WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1) SELECT * FROM a") ==
          "secrets");
    CHECK(tables_of("WITH secrets AS (SELECT 1), a AS (SELECT * FROM secrets) SELECT * FROM a") ==
          "");
    CHECK(tables_of("WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT * FROM n) SELECT * FROM n") ==
          "");
    CHECK(
        tables_of("SELECT * FROM secrets, (WITH secrets AS (SELECT 1) SELECT * FROM secrets) q") ==
        "secrets");
    CHECK(tables_of("WITH secrets AS (SELECT 1) SELECT * FROM hr.secrets") == "hr.secrets");
    // The target of a change is never what WITH defines.
    CHECK(tables_of("WITH secrets AS (SELECT 1) INSERT INTO secrets SELECT 1") == "secrets");
    CHECK(tables_of("WITH secrets AS (SELECT 1) DELETE FROM secrets") == "secrets");
    CHECK(tables_of("WITH secrets AS (SELECT 1) UPDATE secrets SET x = 1") == "secrets");
}

TEST_CASE("postgres tables: the types of casts are told", "[lists]") {
    const auto parsed = parse_postgres_tables("SELECT NULL::hr.secrets, 'x'::regclass");
    REQUIRE(parsed);

    const auto& types = parsed.value().tables.types;
    REQUIRE(types.size() == 2);
    CHECK(types[0].schema == "hr");
    CHECK(types[0].name == "secrets");
    CHECK(types[1].name == "regclass");
}

TEST_CASE("postgres tables: too many names are not looked at", "[lists]") {
    std::string sql = "WITH a0 AS (SELECT 1)";
    for (int i = 1; i < 1500; ++i) sql += ", a" + std::to_string(i) + " AS (SELECT 1)";
    const auto parsed = parse_postgres_tables(sql + " SELECT 1");

    REQUIRE(parsed);
    CHECK(parsed.value().tables.too_many);
}

TEST_CASE("postgres tables: too many types are said to be, as too many tables are", "[lists]") {
    const auto has_too_many = [](std::string sql, std::string_view piece, int count) {
        for (int i = 0; i < count; ++i) sql += piece;
        const auto parsed = parse_postgres_tables(sql);
        REQUIRE(parsed);
        return parsed.value().tables.too_many;
    };

    CHECK_FALSE(has_too_many("SELECT 1", ",1::int", 20'000));
    CHECK(has_too_many("SELECT 1", ",1::int", 20'001));
    CHECK_FALSE(has_too_many("SELECT FROM t", ",t", 19'999));
    CHECK(has_too_many("SELECT FROM t", ",t", 20'000));
}

TEST_CASE("postgres tables: any text gives something, and no harm", "[lists]") {
    for (const char* json : {"", "}", "]", "\"", "{\"relname\":\"a\"}", "{\"ctename\":\"a\"",
                             "\"relname\":\"a\"", "[[[[", "{\"names\":[{\"sval\":\"a\"}]}"}) {
        CHECK(read_postgres_tables(json).tables.size() <= 1);
    }
}
