#include "libagent/database/database.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::database {
namespace {

CatalogStamp stamp_of(Connection& connection) {
    const std::optional<CatalogStamp> stamp = connection.catalog_stamp(nullptr, {});
    REQUIRE(stamp);
    return *stamp;
}

std::vector<std::string> columns_of(const Catalog& catalog, const std::string& table) {
    std::vector<std::string> names;
    if (const Table* found = catalog.find_table(table))
        for (const Column& column : found->columns) names.push_back(column.name);
    return names;
}

}

TEST_CASE("catalog stamp: PostgreSQL tells every definition, comment and right that changes",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const std::string t = test::unique_name("stamped");
        const std::string s = test::unique_name("stamped_schema");
        server.run_as_owner({"CREATE TYPE " + t + "_mood AS ENUM ('a', 'b')",
                             "CREATE TABLE " + t + "(a int, b text, m " + t + "_mood)"});
        const auto connection = test::connect_to(server);
        CatalogStamp before = stamp_of(*connection);
        CHECK(before.is_exact);
        CHECK(stamp_of(*connection) == before);

        for (const std::string& sql :
             {"ALTER TABLE " + t + " ADD COLUMN c date", "ALTER TABLE " + t + " RENAME c TO d",
              "ALTER TABLE " + t + " ALTER d TYPE timestamp",
              "ALTER TABLE " + t + " ALTER d SET NOT NULL", "ALTER TABLE " + t + " DROP COLUMN d",
              "COMMENT ON TABLE " + t + " IS 'x'", "COMMENT ON COLUMN " + t + ".a IS 'y'",
              "COMMENT ON TABLE " + t + " IS NULL", "ALTER TABLE " + t + " ADD PRIMARY KEY (a)",
              "REVOKE ALL ON " + t + " FROM reader", "GRANT SELECT (a) ON " + t + " TO reader",
              "ALTER TYPE " + t + "_mood RENAME TO " + t + "_m",
              "CREATE VIEW " + t + "_v AS SELECT 1 AS one",
              "CREATE OR REPLACE VIEW " + t + "_v AS SELECT 1 AS one, 2 AS two",
              "CREATE SCHEMA " + s, "GRANT USAGE ON SCHEMA " + s + " TO reader",
              "CREATE ROLE " + t + "_r", "GRANT " + t + "_r TO reader",
              "ALTER TABLE " + t + " RENAME TO " + t + "_2"}) {
            INFO(sql);
            server.run_as_owner({sql});
            const CatalogStamp after = stamp_of(*connection);
            CHECK(after.schema != before.schema);
            before = after;
        }
        server.run_as_owner({"DROP VIEW " + t + "_v", "DROP TABLE " + t + "_2", "DROP SCHEMA " + s,
                             "DROP TYPE " + t + "_m", "DROP ROLE " + t + "_r"});
        CHECK(stamp_of(*connection).schema != before.schema);
    }
    if (!is_there) WARN("no PostgreSQL server: skipped");
}

TEST_CASE("catalog stamp: PostgreSQL's other users' temporary tables and rows change nothing",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const std::string t = test::unique_name("counted");
        server.run_as_owner({"CREATE TABLE " + t + "(a int)"});
        const auto connection = test::connect_to(server);
        const CatalogStamp before = stamp_of(*connection);

        server.run_as_owner({"CREATE TEMP TABLE temporary_one(x int)",
                             "INSERT INTO " + t + " SELECT generate_series(1, 5000)",
                             "ANALYZE " + t});
        const CatalogStamp after = stamp_of(*connection);
        Catalog catalog = connection->load_catalog({});
        for (Table& table : catalog.tables) table.row_estimate.reset();
        connection->refresh_row_estimates(catalog, {});
        server.run_as_owner({"DROP TABLE " + t});

        CHECK(after.schema == before.schema);
        CHECK(after.contents != before.contents);
        CHECK(catalog.find_table(t)->row_estimate == 5000);
    }
    if (!is_there) WARN("no PostgreSQL server: skipped");
}

TEST_CASE("catalog stamp: each user has a catalog of his own", "[catalog][servers]") {
    const std::vector<test::TestServer> servers = test::test_servers();
    if (servers.empty()) WARN("no database server: skipped");
    for (const test::TestServer& server : servers) {
        INFO(server.name);
        const auto as = [&](const std::string& user, const std::string& password) {
            return make_odbc_source({.address = server.url, .user = user, .password = password});
        };

        const std::string reader = as("reader", server.password)->identity();

        CHECK(reader != as("owner", server.password)->identity());
        CHECK(reader == as("reader", "another password")->identity());
        CHECK(reader.find(server.password) == std::string::npos);
        CHECK(stamp_of(*test::connect_to(server)).schema !=
              stamp_of(*test::connect_as_owner(server)).schema);
    }
}

TEST_CASE("catalog stamp: a kept catalog of a server never hides a new table or column for long",
          "[catalog][servers]") {
    const std::vector<test::TestServer> servers = test::test_servers();
    if (servers.empty()) WARN("no database server: skipped");
    for (const test::TestServer& server : servers) {
        INFO(server.name);
        const test::TempFolder home;
        const std::string t = test::unique_name("kept");
        const auto with = [&](auto&& look) {
            Database database("db", make_odbc_source(server.target()));
            database.keep_catalogs({.folder = home.file("askdb"), .least_tables = 1});
            look(database);
        };
        server.run_as_owner({"CREATE TABLE " + t + "(a int)"});
        with([](Database& database) { database.catalog({}); });

        server.run_as_owner({"ALTER TABLE " + t + " ADD COLUMN b int"});
        with([&](Database& database) {
            const std::vector<std::string> first = columns_of(database.catalog({}), t);
            if (server.is_postgres()) CHECK(first.size() == 2);
            CHECK(columns_of(database.certain_catalog({}), t).size() == 2);
        });
        server.run_as_owner({"ALTER TABLE " + t + " ADD COLUMN c int"});
        with([&](Database& database) {
            database.catalog({});
            database.finish_behind();
            CHECK(columns_of(database.catalog({}), t).size() == 3);
        });
        server.run_as_owner({"DROP TABLE " + t});
        with([&](Database& database) { CHECK(database.catalog({}).find_table(t) == nullptr); });
    }
}

TEST_CASE("catalog stamp: PostgreSQL's statistics lead to a table by a value",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const test::TempFolder home;
        const std::string t = test::unique_name("wines");
        server.run_as_owner({"CREATE TABLE " + t + "(g text, n int)",
                             "INSERT INTO " + t +
                                 " SELECT CASE n % 2 WHEN 0 THEN 'Sauvignon' ELSE 'it''s \"B,{}' "
                                 "END, n FROM generate_series(1, 100) n",
                             "ANALYZE " + t});
        Database database("db", make_odbc_source(server.target()));
        database.keep_catalogs({.folder = home.file("askdb"), .least_tables = 1});
        const Catalog& catalog = database.catalog({});

        database.rank_tables(catalog, "sauvignon");
        database.finish_behind();
        const std::size_t best = database.rank_tables(catalog, "sauvignon").front();
        server.run_as_owner({"DROP TABLE " + t});

        CHECK(catalog.tables[best].name == t);
    }
    if (!is_there) WARN("no PostgreSQL server: skipped");
}

}
