#include "libagent/tools/query_checks.h"

#include "libagent/checks/none_claims.h"
#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/results/result_store.h"
#include "libagent/tools/tool.h"
#include "tests/support/fake_database.h"
#include "tests/support/sanitized.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace askdb::tools {
namespace {

using database::Database;
using database::Rows;

Rows numbers(std::size_t count, bool truncated) {
    Rows rows;
    rows.columns.push_back({.name = "n", .kind = database::Kind::integer});
    for (std::size_t i = 0; i < count; ++i)
        rows.append(database::Kind::integer, std::to_string(i + 1));
    rows.truncated = truncated;
    return rows;
}

ToolOutput over_results(const results::ResultStore& results, const char* sql) {
    ToolOutput output =
        find_tool("query_results")->run({.databases = {}, .results = results}, {{"sql", sql}});
    INFO(output.text);
    REQUIRE(output.ok);
    return output;
}

}

TEST_CASE("query checks: totals over cut results are flagged, also by way of others",
          "[tools][checks]") {
    results::ResultStore results;
    results.add("shop", "SELECT n FROM t", numbers(1'500, true));
    results.add("shop", "SELECT n FROM u", numbers(3, false));
    results.add("", "SELECT n FROM r1 WHERE n > 5", numbers(9, false));

    const auto checks = [&](const char* sql) { return over_results(results, sql).findings; };
    REQUIRE(checks("SELECT SUM(n) FROM r1").size() == 1);
    CHECK(checks("SELECT SUM(n) FROM r1")[0].check == "truncation");
    CHECK(
        checks("SELECT SUM(n) FROM r1")[0].message ==
        "SUM(n) goes over r1, which rests on the first 1,500 rows of a larger result (r1 was cut): "
        "it is no total; let the database itself aggregate, by query");
    CHECK(checks("SELECT COUNT(*) FROM r2 JOIN r3 USING (n)").size() == 1);
    CHECK(checks("SELECT AVG(n) FROM (SELECT n FROM R1)").size() == 1);
    CHECK(checks("SELECT SUM(n) FROM r2").empty());
    CHECK(checks("SELECT n FROM r1 ORDER BY n LIMIT 3").empty());
}

TEST_CASE("query checks: rows made of others are as old as the oldest of them", "[tools][checks]") {
    results::ResultStore results;
    const WallTime old = rfc3339_moment("2024-05-31T17:00:05Z");
    results.add("shop", "SELECT 1", numbers(1, false), std::chrono::system_clock::now());
    results.add("shop", "SELECT 2", numbers(1, false), old);

    CHECK(over_results(results, "SELECT * FROM r1, r2").fetched->as_of == old);
    CHECK(over_results(results, "SELECT * FROM r1").fetched->as_of > old);
}

TEST_CASE("query checks: a result tells the model what was noticed", "[tools][checks]") {
    results::ResultStore results;
    const results::StoredResult& result = results.add("shop", "SELECT 1", numbers(1, false));
    const chat::Finding findings[] = {{.check = "fan_out", .message = "twice"}};

    CHECK(parse_json(result_text(result, 5, {}, findings), "result").value()["checks"] ==
          Json::array({"twice"}));
    CHECK(result_text(result, 5).find("checks") == std::string::npos);
}

TEST_CASE("query checks: a catalog that cannot be had costs nothing but the checks",
          "[tools][checks]") {
    test::FakeBehaviour behaviour;
    behaviour.catalog = [](std::stop_token) -> database::Catalog {
        throw Failure({Errc::unavailable, "gone"});
    };
    behaviour.query = [](std::string_view) -> Result<Rows> { return numbers(2, false); };
    Database database("x", std::make_unique<test::FakeSource>(behaviour));
    const Rows rows = numbers(2, false);

    const QueryChecks checks =
        check_query({database, "SELECT SUM(a.n) FROM a JOIN b ON b.x = a.x", rows, {}}, {});

    CHECK(checks.findings.empty());
}

TEST_CASE("query checks: an endless probe ends within its time, and the keys decide",
          "[tools][checks]") {
    const test::TempFolder folder;
    Database database(
        "x", database::make_sqlite_source(test::make_database(
                 folder,
                 "CREATE TABLE a (x INTEGER PRIMARY KEY, n INTEGER); INSERT INTO a VALUES (1, 2);"
                 "CREATE VIEW b AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) "
                 "SELECT x FROM r")));
    const Rows rows = numbers(1, false);
    const auto begin = std::chrono::steady_clock::now();

    const QueryChecks checks =
        check_query({database, "SELECT SUM(a.n) FROM a JOIN b ON b.x = a.x", rows, {}}, {});

    CHECK(checks.findings.empty());
    CHECK(checks.database_ms > 0);
    CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(5)));
}

TEST_CASE("query checks: a total of 0 is a value, a total of nothing is none", "[tools][checks]") {
    const test::TempFolder folder;
    Database database(
        "x", database::make_sqlite_source(test::make_database(
                 folder,
                 "CREATE TABLE bookings (kind TEXT, amount INTEGER);"
                 "INSERT INTO bookings VALUES ('sale', 5), ('sale', -5), ('gift', NULL)")));
    const auto findings = [&](const std::string& sql) {
        const Rows rows = database.query(sql, {}, {}).value();
        return check_query({database, sql, rows, {}}, {}).findings;
    };
    const std::string from = " FROM bookings WHERE kind = ";

    CHECK(findings("SELECT SUM(amount)" + from + "'sale'").empty());
    CHECK(findings("SELECT AVG(amount), SUM(amount)" + from + "'sale'").empty());
    CHECK(findings("SELECT COUNT(DISTINCT amount)" + from + "'gift'").empty());
    CHECK(findings("SELECT COUNT(*) FILTER (WHERE amount > 9)" + from + "'sale'").empty());
    CHECK(findings("SELECT MIN(amount), COUNT(*)" + from + "'sale'").empty());
    CHECK(findings("SELECT SUM(amount)" + from + "'sael'").size() == 1);
    CHECK(findings("SELECT COUNT(*)" + from + "'sael'").size() == 1);
    CHECK(findings("SELECT COUNT(*), SUM(amount)" + from + "'sael'").size() == 1);
    CHECK_FALSE(checks::check_none_claim("There are no sales.",
                                         findings("SELECT SUM(amount)" + from + "'sale'")));
    CHECK(checks::check_none_claim("There are no sales.",
                                   findings("SELECT SUM(amount)" + from + "'sael'")));
}

TEST_CASE("query checks: probes run on servers, and clear a join that is one to one in the data",
          "[tools][checks][servers]") {
    const auto servers = test::test_servers();
    if (servers.empty()) WARN("no server: probes are not run on PostgreSQL and MariaDB");
    for (const test::TestServer& server : servers) {
        INFO(server.name);
        const std::string parent = test::unique_name("Parents"), child = test::unique_name("kids");
        const std::string quote = server.is_postgres() ? "\"" : "`";
        const std::string quoted = quote + parent + quote;
        server.run_as_owner(
            {"CREATE TABLE " + quoted + " (id INT PRIMARY KEY, n INT)",
             "CREATE TABLE " + child + " (id INT REFERENCES " + quoted + " (id), kind VARCHAR(9))",
             "INSERT INTO " + quoted + " VALUES (1, 5), (2, 6)",
             "INSERT INTO " + child + " VALUES (1, 'a'), (1, 'b'), (2, 'a')"});
        if (server.is_postgres())
            server.run_as_owner({"grant select on " + quoted + ", " + child + " to reader"});
        {
            Database database("shop", database::make_odbc_source(server.target()));
            const std::string sql = "SELECT SUM(p.n) FROM " + quoted + " p JOIN " + child +
                                    " c ON c.id = p.id WHERE c.kind <> ";
            const Rows rows = numbers(1, false);
            const auto findings = [&](const std::string& kind) {
                return check_query({database, sql + kind, rows, {}}, {}).findings;
            };

            REQUIRE(findings("'z'").size() == 1);
            CHECK(findings("'z'")[0].message.find("one to many in the data") != std::string::npos);
            CHECK(findings("'b'").empty());
        }
        server.run_as_owner({"DROP TABLE " + child, "DROP TABLE " + quoted});
    }
}

}
