#include "libagent/tools/literal_lookup.h"

#include "libagent/base/text.h"
#include "libagent/checks/none_claims.h"
#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/tools/tool.h"
#include "tests/libagent/checks/statement_file.h"
#include "tests/support/fake_database.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace askdb::tools {
namespace {

using database::Database;

std::vector<std::string> lines_of(const std::string& path) {
    std::vector<std::string> lines = split(test::checks_case(path), '\n');
    std::erase(lines, "");
    return lines;
}

ToolOutput query(Database& database, const std::string& sql) {
    Database* const databases[] = {&database};
    const results::ResultStore results;
    ToolOutput output =
        find_tool("query")->run({.databases = databases, .results = results}, {{"sql", sql}});
    INFO(sql);
    INFO(output.text);
    REQUIRE(output.ok);
    return output;
}

/// What a query without rows says of its texts.
chat::Finding finding_of(Database& database, const std::string& sql) {
    const ToolOutput output = query(database, sql);
    INFO(sql);
    REQUIRE(output.findings.size() == 1);
    return output.findings.front();
}

std::vector<std::string> table_of_values(const std::string& table) {
    std::vector<std::string> statements = {"CREATE TABLE " + table + " (name VARCHAR(60))"};
    for (const std::string& value : lines_of("literals/values.txt"))
        statements.push_back("INSERT INTO " + table + " VALUES (" + sql_literal(value) + ")");
    return statements;
}

/// How many variants lead to their value first; MariaDB finds some itself.
void check_variants(Database& database, const std::string& table) {
    std::size_t looked_up = 0, found_by_database = 0;
    for (const std::string& line : lines_of("literals/variants.tsv")) {
        const std::vector<std::string> pair = split(line, '\t');
        INFO(line);
        const ToolOutput output =
            query(database, "SELECT * FROM " + table + " WHERE name = " + sql_literal(pair[0]));
        if (output.fetched->rows.row_count() > 0) {
            ++found_by_database;
            continue;
        }
        ++looked_up;
        REQUIRE(output.findings.size() == 1);
        CHECK(output.findings[0].literals == "near");
        CHECK(output.findings[0].message.find("values there: " + sql_literal(pair[1])) !=
              std::string::npos);
    }
    WARN(fmt::format("{} variants looked up, {} found by the database itself", looked_up,
                     found_by_database));
    CHECK(looked_up > 20);
}

std::unique_ptr<Database> sqlite(const test::TempFolder& folder, const std::string& sql) {
    return std::make_unique<Database>(
        "x", database::make_sqlite_source(test::make_database(folder, sql)));
}

}

TEST_CASE("literal lookup: every variant leads to its value, on SQLite", "[tools][checks]") {
    const test::TempFolder folder;
    const auto database = sqlite(folder, join(table_of_values("places"), ";"));

    check_variants(*database, "places");
}

TEST_CASE("literal lookup: every variant leads to its value, on servers",
          "[tools][checks][servers]") {
    const auto servers = test::test_servers();
    if (servers.empty()) WARN("no server: literals are not looked up on PostgreSQL and MariaDB");
    for (const test::TestServer& server : servers) {
        INFO(server.name);
        const std::string table = test::unique_name("places");
        server.run_as_owner(table_of_values(table));
        if (server.is_postgres()) server.run_as_owner({"grant select on " + table + " to reader"});
        {
            Database database("shop", database::make_odbc_source(server.target()));
            check_variants(database, table);
        }
        server.run_as_owner({"DROP TABLE " + table});
    }
}

TEST_CASE("literal lookup: MariaDB itself says which texts are the same to it",
          "[tools][checks][servers]") {
    const auto servers = test::test_servers();
    if (servers.empty()) WARN("no server: the collations of MariaDB are not asked");
    for (const test::TestServer& server : servers) {
        if (server.is_postgres()) continue;
        const std::string table = test::unique_name("places");
        server.run_as_owner({"CREATE TABLE " + table + " (name VARCHAR(60), code VARCHAR(60) " +
                                 "COLLATE utf8mb4_bin) CHARACTER SET utf8mb4",
                             "INSERT INTO " + table + " VALUES ('Zürich', 'Zürich')"});
        {
            Database database("shop", database::make_odbc_source(server.target()));
            const auto literals = [&](const std::string& condition) {
                const std::string sql = "SELECT * FROM " + table + " WHERE 1 = 0 AND ";
                return finding_of(database, sql + condition).literals;
            };
            CHECK(literals("name = 'ZURICH'") == "found");
            CHECK(literals("name LIKE 'zur%'") == "found");
            CHECK(literals("code = 'ZURICH'") == "near");
            CHECK(literals("code LIKE 'zur%'") == "near");
            CHECK(literals("name IN ('zurich', 'Zürich') AND code = 'Zürich'") == "found");
        }
        server.run_as_owner({"DROP TABLE " + table});
    }
}

TEST_CASE("literal lookup: a value that is there, and one that is nowhere", "[tools][checks]") {
    const test::TempFolder folder;
    const auto database =
        sqlite(folder, join(table_of_values("places"), ";") +
                           ";CREATE TABLE visits (place TEXT, day DATE, n INTEGER)");

    const auto finding = [&](const char* sql) { return finding_of(*database, sql); };
    CHECK(finding("SELECT * FROM places WHERE name = 'Berlin Tegel' AND 1 = 0").literals ==
          "found");
    CHECK(finding("SELECT * FROM places WHERE name = 'Xyzzy'").literals == "missing");
    CHECK(finding("SELECT * FROM places WHERE name LIKE '%xyzzy%'").literals == "missing");
    CHECK(
        finding("SELECT * FROM places WHERE name IN ('Berlin', 'Category') AND 1 = 0").message ==
        "no row has places.name = 'Berlin'; nearest values there: 'Berlin Tegel'. places.name has "
        "'Category': what leaves no row is another condition, or how they meet");
    CHECK(finding("SELECT * FROM visits WHERE day = '2024-13-45' AND n = '7'").literals == "none");
    CHECK(finding("SELECT COUNT(*) FROM places p WHERE p.name = 'berlin tegel'").literals ==
          "near");
    CHECK(finding("SELECT SUM(LENGTH(name)), COUNT(*) FROM places WHERE name = 'Nort Plant'")
              .literals == "near");
    CHECK(query(*database, "SELECT COUNT(*) FROM places").findings.empty());
    CHECK(query(*database, "SELECT NULL").findings.empty());
}

TEST_CASE("literal lookup: names lead through subqueries and CTEs to their columns",
          "[tools][checks]") {
    const test::TempFolder folder;
    const auto database = sqlite(folder, join(table_of_values("places"), ";") +
                                             ";CREATE TABLE visits (place TEXT, n INTEGER)");

    for (const char* sql :
         {"WITH p AS (SELECT name AS n FROM places) SELECT * FROM p WHERE p.n = 'north plant'",
          "SELECT * FROM visits WHERE place IN (SELECT name FROM places WHERE name = 'north "
          "plant')",
          "SELECT * FROM visits v JOIN places p ON p.name = v.place AND name = 'north plant'",
          "SELECT * FROM visits UNION SELECT name, 1 FROM places WHERE name = 'north plant'"}) {
        INFO(sql);
        CHECK(finding_of(*database, sql).message.find("'North Plant'") != std::string::npos);
    }
}

TEST_CASE("literal lookup: in a column of many values too, within three statements",
          "[tools][checks]") {
    const test::TempFolder folder;
    const auto database = sqlite(
        folder,
        "CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL "
        "SELECT n + 1 FROM r WHERE n < 20000) SELECT 'value number ' || n, 'b' || n FROM r; "
        "INSERT INTO t VALUES ('North Plant', 'zzz')");

    const chat::Finding near = finding_of(*database, "SELECT * FROM t WHERE a = 'Nort Plant'");
    const chat::Finding unlike = finding_of(*database, "SELECT * FROM t WHERE a = 'Qwertz Uiop'");
    const chat::Finding typo = finding_of(*database, "SELECT * FROM t WHERE a = 'Notrh Lpant'");
    const chat::Finding pattern =
        finding_of(*database, "SELECT * FROM t WHERE a LIKE '%Qwertz Uiop%'");
    const chat::Finding there =
        finding_of(*database, "SELECT * FROM t WHERE a = 'North Plant' AND b = 'b7'");

    CHECK(near.message.find("'North Plant'") != std::string::npos);
    // Not all values were looked at: nobody may say that there is nothing like it.
    CHECK(unlike.literals == "unknown");
    CHECK(unlike.message.find("t.a has no 'Qwertz Uiop' as it is written") != std::string::npos);
    CHECK(typo.literals == "unknown");
    CHECK(pattern.literals == "unknown");
    CHECK(checks::check_none_claim("There is no Qwertz Uiop.", std::vector{unlike}));
    CHECK(there.literals != "missing");
}

TEST_CASE("literal lookup: at most three statements are run beside the first", "[tools][checks]") {
    std::vector<std::string> statements;
    test::FakeBehaviour behaviour;
    behaviour.catalog = [](std::stop_token) {
        database::Catalog catalog{{{.name = "t"}}};
        for (const char* name : {"a", "b", "c", "d", "e"})
            catalog.tables[0].columns.push_back({.name = name, .kind = database::Kind::text});
        return catalog;
    };
    behaviour.query = [&](std::string_view sql) -> Result<database::Rows> {
        statements.emplace_back(sql);
        database::Rows rows;
        rows.columns.push_back({.name = "a"});
        return rows;
    };
    Database database("x", std::make_unique<test::FakeSource>(behaviour));

    const chat::Finding finding = finding_of(
        database, "SELECT a FROM t WHERE a = 'v' AND b = 'w' AND c = 'x' AND d = 'y' AND e = 'z'");

    CHECK(statements.size() == 4);
    CHECK(finding.literals == "missing");
    CHECK(finding.message.find("whether t.d has 'y' could not be looked up") != std::string::npos);
}

}
