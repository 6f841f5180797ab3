#include "libagent/base/text.h"
#include "libagent/database/database.h"
#include "libagent/database/write_connection.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::database {
namespace {

CatalogStamp stamp_of(Connection& connection, const CatalogStamp* known = nullptr) {
    const std::optional<CatalogStamp> stamp = connection.catalog_stamp(known, {});
    REQUIRE(stamp);
    return *stamp;
}

/// Of a table with the columns a, b and m, and of `t`_far, at which a key may point.
std::vector<std::string> changes_of_table(const std::string& t) {
    return {
        "CREATE TABLE " + t + "_new(x int)",
        "DROP TABLE " + t + "_new",
        "ALTER TABLE " + t + " ADD COLUMN c date",
        "ALTER TABLE " + t + " RENAME c TO d",
        "ALTER TABLE " + t + " ALTER d TYPE timestamp",
        "ALTER TABLE " + t + " ALTER d SET NOT NULL",
        "ALTER TABLE " + t + " ALTER d DROP NOT NULL",
        "ALTER TABLE " + t + " DROP COLUMN d",
        "ALTER TABLE " + t + " ALTER b TYPE varchar",  // Rewrites nothing.
        "COMMENT ON TABLE " + t + " IS 'x'",
        "COMMENT ON COLUMN " + t + ".a IS 'y'",
        "COMMENT ON COLUMN " + t + ".a IS 'z'",
        "COMMENT ON COLUMN " + t + ".a IS NULL",
        "COMMENT ON TABLE " + t + " IS NULL",
        "ALTER TABLE " + t + " ADD PRIMARY KEY (a)",
        "ALTER TABLE " + t + " ADD CONSTRAINT " + t + "_k FOREIGN KEY (a) REFERENCES " + t + "_far",
        "ALTER TABLE " + t + " DROP CONSTRAINT " + t + "_k",
        "ALTER TABLE " + t + " DROP CONSTRAINT " + t + "_pkey",
        "REVOKE ALL ON " + t + " FROM reader",
        "GRANT SELECT (a) ON " + t + " TO reader",
        "REVOKE SELECT (a) ON " + t + " FROM reader",
        "GRANT SELECT ON " + t + " TO reader"};
}

/// Of what stands around that table: a type, views, a schema, a role; at last its own name.
std::vector<std::string> changes_around_table(const std::string& t, const std::string& s) {
    return {"ALTER TYPE " + t + "_mood RENAME TO " + t + "_m",
            "CREATE VIEW " + t + "_v AS SELECT 1 AS one",
            "CREATE OR REPLACE VIEW " + t + "_v AS SELECT 1 AS one, 2 AS two",
            "ALTER VIEW " + t + "_v RENAME COLUMN two TO zwei",
            "DROP VIEW " + t + "_v",
            "CREATE MATERIALIZED VIEW " + t + "_v AS SELECT 1 AS one",
            "DROP MATERIALIZED VIEW " + t + "_v",
            "CREATE SCHEMA " + s,
            "GRANT USAGE ON SCHEMA " + s + " TO reader",
            "REVOKE USAGE ON SCHEMA " + s + " FROM reader",
            "ALTER TABLE " + t + " SET SCHEMA " + s,
            "ALTER SCHEMA " + s + " RENAME TO " + s + "_2",
            "ALTER TABLE " + s + "_2." + t + " SET SCHEMA public",
            "CREATE ROLE " + t + "_r",
            "GRANT " + t + "_r TO reader",
            "REVOKE " + t + "_r FROM reader",
            "ALTER ROLE " + t + "_r SUPERUSER",
            "ALTER TABLE " + t + " RENAME TO " + t + "_2"};
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
                             "CREATE TABLE " + t + "(a int, b text, m " + t + "_mood)",
                             "CREATE TABLE " + t + "_far(id int PRIMARY KEY)"});
        const auto connection = test::connect_to(server);
        CatalogStamp before = stamp_of(*connection);
        CHECK(before.is_exact);
        CHECK(stamp_of(*connection) == before);

        std::vector<std::string> changes = changes_of_table(t);
        for (std::string& sql : changes_around_table(t, s)) changes.push_back(std::move(sql));
        for (const std::string& sql : changes) {
            INFO(sql);
            server.run_as_owner({sql});
            const CatalogStamp after = stamp_of(*connection, &before);
            CHECK(after.schema != before.schema);
            before = after;
        }
        server.run_as_owner({"DROP TABLE " + t + "_2", "DROP TABLE " + t + "_far",
                             "DROP SCHEMA " + s + "_2", "DROP TYPE " + t + "_m",
                             "DROP ROLE " + t + "_r"});
        CHECK(stamp_of(*connection, &before).schema != before.schema);
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

TEST_CASE("catalog stamp: at the same moment PostgreSQL is not looked at again",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const auto connection = test::connect_to(server);
        constexpr int tries = 500;  // Other tests write, too.
        bool was_same = false;
        for (int i = 0; i < tries && !was_same; ++i) {
            CatalogStamp known = stamp_of(*connection);
            known.schema = "as it was";
            const CatalogStamp now = stamp_of(*connection, &known);

            was_same = !now.moment.empty() && now.moment == known.moment;
            CHECK((now.schema == "as it was") == was_same);
        }
        CHECK(was_same);
    }
    if (!is_there) WARN("no PostgreSQL server: skipped");
}

TEST_CASE("catalog stamp: what is under way in PostgreSQL is noticed when it is done",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const std::string t = test::unique_name("pending");
        const auto writer =
            make_odbc_source({.address = server.url, .user = "owner", .password = server.password})
                ->connect_for_writing({});
        const auto connection = test::connect_to(server);
        REQUIRE(writer->run("CREATE TABLE " + t + "(a int)", {}, {}));
        const CatalogStamp before = stamp_of(*connection);

        const CatalogStamp meanwhile = stamp_of(*connection, &before);
        REQUIRE_FALSE(writer->commit());
        const CatalogStamp after = stamp_of(*connection, &meanwhile);
        server.run_as_owner({"DROP TABLE " + t});

        CHECK(after.schema != before.schema);
        CHECK(after.schema != meanwhile.schema);
    }
    if (!is_there) WARN("no PostgreSQL server: skipped");
}

TEST_CASE("catalog stamp: the schemas that PostgreSQL looks in belong to it",
          "[catalog][servers]") {
    bool is_there = false;
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const std::string user = test::unique_name("walker");
        server.run_as_owner(
            {"CREATE ROLE " + user + " LOGIN PASSWORD " + sql_literal(server.password)});
        const auto source =
            make_odbc_source({.address = server.url, .user = user, .password = server.password});
        const CatalogStamp before = stamp_of(*source->connect({}));

        server.run_as_owner({"ALTER ROLE " + user + " SET search_path TO pg_catalog"});
        const CatalogStamp after = stamp_of(*source->connect({}), &before);
        server.run_as_owner({"DROP ROLE " + user});

        CHECK(after.schema != before.schema);
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
