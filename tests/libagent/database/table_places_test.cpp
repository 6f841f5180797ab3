#include "libagent/database/table_places.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

namespace {

/// "a, s.b", or "refused".
std::string places_of(const std::string& sql, const char* dialect = "generic") {
    std::vector<SqlToken> tokens = sql_tokens(sql, *find_dialect(dialect));
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::comment; });
    const auto places = table_places(tokens);
    if (!places) return "refused";
    std::vector<std::string> names;
    for (const TablePlace& place : places.value()) names.push_back(join(place.parts, "."));
    return join(names, ", ");
}

}

TEST_CASE("table places: every table of a query is found", "[lists]") {
    CHECK(places_of("SELECT a, b FROM t") == "t");
    CHECK(places_of("SELECT 1") == "");
    CHECK(places_of("SELECT * FROM T AS x, s.U y") == "t, s.u");
    CHECK(places_of("SELECT * FROM a JOIN b ON a.x = b.x, secrets") == "a, b, secrets");
    CHECK(places_of("SELECT * FROM a NATURAL JOIN b") == "a, b");
    CHECK(places_of("SELECT * FROM a JOIN b USING (id), c") == "a, b, c");
    CHECK(places_of("SELECT * FROM (a CROSS JOIN (b, c))") == "a, b, c");
    CHECK(places_of("SELECT (SELECT max(x) FROM secrets) FROM a") == "secrets, a");
    CHECK(places_of("SELECT * FROM a WHERE x IN (SELECT y FROM b) ORDER BY c, d") == "a, b");
    CHECK(
        places_of("SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b, LATERAL (SELECT * FROM c) q)") ==
        "a, b, c");
    CHECK(places_of("TABLE secrets") == "secrets");
    CHECK(places_of("SELECT 1 UNION TABLE secrets") == "secrets");
    CHECK(places_of("SELECT * FROM ONLY secrets") == "secrets");
    CHECK(places_of("SELECT * FROM {oj a LEFT JOIN secrets ON 1 = 1}") == "a, secrets");
    CHECK(places_of("FROM secrets SELECT x") == "secrets");
    CHECK(places_of("(((SELECT * FROM secrets)))") == "secrets");
    CHECK(places_of("SELECT * FROM ((SELECT 1) UNION (SELECT x FROM secrets)) q") == "secrets");
    CHECK(places_of("SELECT * FROM /* x */ secrets -- y") == "secrets");
    CHECK(places_of("SELECT * FROM \"hr\" . \"Secrets\"") == "hr.secrets");
    CHECK(places_of("SELECT * FROM `hr`.`secrets`", "mysql") == "hr.secrets");
    CHECK(places_of("SELECT * FROM [hr].[secrets]", "sqlserver") == "hr.secrets");
    CHECK(places_of("SELECT * FROM a CROSS APPLY secrets", "sqlserver") == "a, secrets");
    CHECK(places_of("SELECT * FROM a STRAIGHT_JOIN secrets", "mysql") == "a, secrets");
    CHECK(places_of("SELECT * FROM a PARTITION (p0), secrets", "mysql") == "a, secrets");
    CHECK(places_of("SELECT * FROM a FOR SYSTEM_TIME ALL, secrets", "mysql") == "a, secrets");
    CHECK(places_of("SELECT * FROM a WITH (NOLOCK), secrets", "sqlserver") == "a, secrets");
}

TEST_CASE("table places: no alias hides the comma behind it", "[lists]") {
    for (const char* alias : {"limit", "offset", "window", "minus", "qualify", "returning", "fetch",
                              "start", "for", "values", "except", "having", "where"}) {
        INFO(alias);
        const std::string places = places_of("SELECT * FROM a " + std::string(alias) + ", secrets");
        CHECK(places.find("secrets") != std::string::npos);
    }
}

TEST_CASE("table places: FROM in a call, a comparison or a list of columns names no table",
          "[lists]") {
    CHECK(places_of("SELECT EXTRACT(YEAR FROM opened), TRIM(BOTH 'x' FROM name) FROM a") == "a");
    CHECK(places_of("SELECT * FROM a WHERE x IS NOT DISTINCT FROM y AND x IS DISTINCT FROM z") ==
          "a");
    CHECK(places_of("SELECT a.x, a.y FROM a GROUP BY a.x, a.y HAVING count(*) > 1, 2") == "a");
    CHECK(places_of("SELECT x FROM a LIMIT 5, 10") == "a");
    CHECK(places_of("SELECT rank() OVER w FROM a WINDOW w AS (ORDER BY x, y), v AS (ORDER BY z)") ==
          "a");
    // Nobody knows what that FROM is.
    CHECK(places_of("SELECT f(x FROM secrets) FROM a") == "secrets, a");
}

TEST_CASE("table places: what WITH defines is seen where it is in sight, and nowhere else",
          "[lists]") {
    CHECK(places_of("WITH x AS (SELECT * FROM t) SELECT * FROM x, y") == "t, y");
    CHECK(places_of("WITH x (a, b) AS NOT MATERIALIZED (SELECT 1, 2) SELECT * FROM x") == "");
    CHECK(places_of("WITH x AS (SELECT 1), y AS (SELECT * FROM x) SELECT * FROM y JOIN x") == "");
    // Its own name is the real table's inside of it, and an earlier one's.
    CHECK(places_of("WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets") == "secrets");
    CHECK(places_of("WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1) SELECT * FROM a") ==
          "secrets");
    CHECK(places_of("WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT * FROM n) SELECT * FROM n") ==
          "");
    // The scope ends with its parenthesis.
    CHECK(
        places_of("SELECT * FROM (WITH secrets AS (SELECT 1) SELECT * FROM secrets) q, secrets") ==
        "secrets");
    CHECK(
        places_of("SELECT * FROM secrets, (WITH secrets AS (SELECT 1) SELECT * FROM secrets) q") ==
        "secrets");
    CHECK(places_of("WITH x AS (SELECT 1) SELECT * FROM hr.x") == "hr.x");
    CHECK(places_of("SELECT a, count(*) FROM t GROUP BY a WITH ROLLUP", "mysql") == "t");
}

TEST_CASE("table places: what a statement changes is found, and is never what WITH defines",
          "[lists][write]") {
    CHECK(places_of("INSERT INTO t (a, b) SELECT x, y FROM u", "mysql") == "t, u");
    CHECK(places_of("REPLACE t VALUES (1)", "mysql") == "t");
    CHECK(places_of("UPDATE LOW_PRIORITY t, u SET a = 1, b = 2 WHERE c IN (SELECT d FROM v)",
                    "mysql") == "t, u, v");
    CHECK(places_of("DELETE FROM t USING t JOIN secrets", "mysql") == "t, t, secrets");
    CHECK(places_of("TRUNCATE TABLE t", "mysql") == "t");
    CHECK(places_of("WITH x AS (SELECT 1) UPDATE secrets SET a = 1") == "secrets");
    CHECK(places_of("WITH x AS (SELECT 1) UPDATE x SET a = 1") == "x");
    CHECK(places_of("WITH x AS (SELECT 1) MERGE secrets USING t ON 1 = 1") == "secrets, t");
    CHECK(places_of("WITH x AS (UPDATE secrets SET a = 1) SELECT * FROM x") == "secrets");
    CHECK(places_of("SELECT (REPLACE(a, 'x', 'y')), (INSERT(a, 1, 2, 'b')) FROM t", "mysql") ==
          "t");
    CHECK(places_of("UPDATE t SET a = 1", "sqlserver") == "t");
    CHECK(places_of("INSERT INTO t VALUES (1, 2), (3, 4) ON DUPLICATE KEY UPDATE a = 1, b = 2",
                    "mysql") == "t");
}

TEST_CASE("table places: a statement that describes names its table", "[lists]") {
    CHECK(places_of("DESCRIBE secrets", "mysql") == "secrets");
    CHECK(places_of("DESC hr.secrets name", "mysql") == "hr.secrets");
    CHECK(places_of("EXPLAIN secrets", "mysql") == "secrets");
    CHECK(places_of("EXPLAIN FORMAT=JSON SELECT * FROM secrets", "mysql") == "secrets");
    CHECK(places_of("EXPLAIN EXTENDED SELECT * FROM secrets", "mysql") == "secrets");
    CHECK(places_of("SHOW CREATE TABLE secrets", "mysql") == "refused");
    CHECK(places_of("SHOW TABLES", "mysql") == "refused");
}

TEST_CASE("table places: what nobody understands there is refused", "[lists]") {
    for (const char* sql : {"SELECT * FROM 'secrets'",
                            "SELECT * FROM U&\"secr\\0065ts\"",
                            "SELECT * FROM [secrets]",
                            "SELECT * FROM db..secrets",
                            "SELECT * FROM `hr.secrets`",
                            "SELECT * FROM f(secrets)",
                            "SELECT * FROM TABLE(f())",
                            "SELECT * FROM",
                            "SELECT * FROM a JOIN",
                            "SELECT * FROM a,",
                            "SELECT * FROM @t",
                            "SELECT * FROM $t",
                            "SELECT * FROM \"\"",
                            "WITH SELECT * FROM a",
                            "SELECT * FROM 5",
                            "SELECT * FROM -a",
                            "SELECT * FROM identifier('secrets')",
                            "WITH x AS SELECT 1 SELECT * FROM x",
                            "SELECT * FROM a.b.",
                            "SELECT * FROM ("}) {
        INFO(sql);
        CHECK(places_of(sql) == "refused");
    }
}
