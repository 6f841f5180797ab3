// What engines expect of a statement: real servers, and SQLite, which says nothing.

#include "libagent/database/row_estimate.h"

#include "libagent/database/dialect.h"
#include "libagent/database/odbc/odbc_source.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

namespace askdb::database {
namespace {

std::uint64_t estimated(Database& database, const std::string& sql) {
    const RowEstimate estimate = estimate_rows(database, sql, {}, {});
    INFO(sql);
    REQUIRE(estimate.rows);
    return *estimate.rows;
}

}

TEST_CASE("row estimate: a number above the limit is told with both, others are none",
          "[estimate]") {
    CHECK(why_too_many({.rows = 1'200'000}, 10'000) ==
          "the database expects about 1,200,000 rows in one step of the statement, and "
          "max_estimated_rows is 10,000");
    CHECK_FALSE(why_too_many({.rows = 10'000}, 10'000));
    CHECK_FALSE(why_too_many({.rows = 10'000}, 0));
    CHECK_FALSE(why_too_many({}, 1));
}

TEST_CASE("row estimate: of a verb that runs what it explains, the query counts", "[estimate]") {
    const auto explained = [](std::string_view sql, std::string_view dialect) {
        return explained_query(sql, *find_dialect(dialect));
    };

    for (const char* verb :
         {"EXPLAIN ANALYZE ", "explain (analyze, buffers) ", "EXPLAIN /* a */ ANALYSE VERBOSE ",
          "EXPLAIN (VERBOSE, ANALYZE true, FORMAT JSON) ", "EXPLAIN ANALYZE VERBOSE "}) {
        INFO(verb);
        for (const char* query : {"SELECT 1", "(SELECT 1) UNION ((SELECT 2))", "((SELECT 1))",
                                  "WITH x AS (SELECT 1) TABLE x", "VALUES (1)", "TABLE t;"})
            CHECK(explained(std::string(verb) + query, "postgres") == query);
    }
    for (const char* verb : {"ANALYZE ", "ANALYZE FORMAT=JSON ", "DESC ANALYZE "})
        CHECK(explained(verb + std::string("SELECT 1"), "mysql") == "SELECT 1");
    for (const char* sql :
         {"EXPLAIN SELECT 'analyze'", "SELECT 1", "EXPLAIN (FORMAT JSON) SELECT 1",
          "EXPLAIN SELECT a AS analyze FROM t", "SHOW analyze", "", "EXPLAIN", "ANALYZE TABLE_OF"})
        CHECK(explained(sql, "postgres") == sql);
}

TEST_CASE("row estimate: SQLite has none, and that can be said", "[estimate]") {
    const test::TempDatabase file(test::shop_sql);
    Database database("shop", make_sqlite_source(file.path()));

    CHECK_FALSE(estimate_rows(database, "SELECT * FROM orders", {}, {}).rows);
    CHECK(no_estimate_words(database) ==
          "max_estimated_rows cannot limit what 'shop' reads: SQLite gives no estimate");
}

TEST_CASE("row estimate: real servers tell what a statement reads, and do not run it",
          "[estimate][servers]") {
    for (const test::TestServer& server : test::test_servers()) {
        INFO(server.name);
        const std::string table = test::unique_name("estimated");
        const std::string numbers = server.is_postgres()
                                        ? "SELECT i AS id, i % 100 AS k FROM "
                                          "generate_series(1, 20000) i"
                                        : "SELECT seq AS id, seq % 100 AS k FROM seq_1_to_20000";
        server.run_as_owner(
            {"CREATE TABLE " + table + " AS " + numbers,
             (server.is_postgres() ? "ANALYZE " : "ANALYZE TABLE ") + table,
             server.is_postgres() ? "GRANT SELECT ON " + table + " TO reader" : "SELECT 1"});
        Database database("shop", make_odbc_source(server.target()));

        const std::uint64_t all = estimated(database, "SELECT count(*) FROM " + table + ";");
        CHECK(all > 15'000);
        CHECK(all < 30'000);
        CHECK(estimated(database, "SELECT 1") <= 1);
        CHECK(estimated(database, "WITH x AS (SELECT k FROM " + table +
                                      ") SELECT a.k FROM x a CROSS JOIN x b /* all */") >
              100'000'000);
        CHECK(estimate_rows(database, "SELECT nothing FROM " + table, {}, {}).is_refused);
        const std::string analyzing = server.is_postgres() ? "EXPLAIN (ANALYZE) " : "ANALYZE ";
        CHECK(estimated(database, analyzing + "SELECT count(*) FROM " + table) > 15'000);
        const RowEstimate shown = estimate_rows(
            database, server.is_postgres() ? "SHOW server_version" : "SHOW TABLES", {}, {});
        CHECK(shown.is_refused);
        const RowEstimate explained =
            estimate_rows(database, "EXPLAIN SELECT count(*) FROM " + table, {}, {});
        CHECK(explained.is_refused);
        CHECK(estimate_rows(database, "DELETE FROM " + table, {}, {}).rows.value_or(0) < 30'000);
        CHECK(server.value_as_owner("SELECT count(*) FROM " + table) == "20000");
        server.run_as_owner({"DROP TABLE " + table});
    }
}

}
