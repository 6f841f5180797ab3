#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

Catalog catalog_of(const std::string& path) {
    return make_sqlite_source(path)->connect({})->load_catalog({});
}

}

TEST_CASE("sqlite catalog: tables, columns, keys and row counts are read", "[sqlite][catalog]") {
    const TempFolder folder;
    const std::string path = make_database(
        folder,
        "CREATE TABLE sites (site_id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, opened DATE);"
        "CREATE TABLE parts (site INT REFERENCES Sites, no INT, price DECIMAL(8,2),"
        "  twice AS (price * 2), PRIMARY KEY (no, site));"
        "CREATE TABLE \"select\" (a, b, FOREIGN KEY (a, b) REFERENCES parts (no, site));"
        "CREATE TABLE lost (a REFERENCES nowhere);"
        "CREATE VIEW names AS SELECT name FROM sites;"
        "INSERT INTO sites VALUES (1, 'x', NULL), (2, 'y', NULL)");

    const Catalog catalog = catalog_of(path);

    CHECK(catalog.table_names() ==
          std::vector<std::string>{"lost", "names", "parts", "select", "sites"});
    const Table& sites = *catalog.find_table("SITES");
    CHECK(sites.row_estimate == 2);
    CHECK(sites.primary_key == std::vector<std::string>{"site_id"});
    CHECK(sites.columns[1].type == "VARCHAR(20)");
    CHECK_FALSE(sites.columns[1].nullable);
    CHECK(sites.columns[2].kind == Kind::date);
    const Table& parts = *catalog.find_table("parts");
    CHECK(parts.primary_key == std::vector<std::string>{"no", "site"});
    CHECK(parts.columns.size() == 4);
    CHECK(parts.columns[2].kind == Kind::decimal);
    REQUIRE(parts.foreign_keys.size() == 1);
    CHECK(parts.foreign_keys[0].table == "sites");
    CHECK(parts.foreign_keys[0].referenced == std::vector<std::string>{"site_id"});
    const Table& select = *catalog.find_table("select");
    REQUIRE(select.foreign_keys.size() == 1);
    CHECK(select.foreign_keys[0].columns == std::vector<std::string>{"a", "b"});
    CHECK(catalog.find_table("lost")->foreign_keys.empty());
    CHECK(catalog.find_table("names")->is_view);
    CHECK(catalog.find_table("names")->columns[0].type == "VARCHAR(20)");
}

TEST_CASE("sqlite catalog: broken views and virtual tables do no harm", "[sqlite][catalog]") {
    const TempFolder folder;
    const std::string path = make_database(folder,
                                           "CREATE VIEW broken AS SELECT x FROM nowhere;"
                                           "CREATE VIRTUAL TABLE notes USING fts5(body);"
                                           "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);"
                                           "CREATE TABLE t (a)");

    const Catalog catalog = catalog_of(path);

    CHECK(catalog.table_names() == std::vector<std::string>{"boxes", "broken", "notes", "t"});
    CHECK(catalog.find_table("broken")->columns.empty());
    CHECK(catalog.find_table("notes")->columns.size() == 1);
    CHECK(catalog.find_table("boxes")->columns.size() == 3);
    const auto db = make_sqlite_source(path)->connect({});
    CHECK(db->query("SELECT * FROM boxes", {}, {}).ok());
    CHECK(db->query("SELECT * FROM notes WHERE notes MATCH 'x'", {}, {}).ok());
    CHECK_FALSE(db->query("DELETE FROM boxes", {}, {}).ok());
}

TEST_CASE("sqlite catalog: ANALYZE gives the row count without counting", "[sqlite][catalog]") {
    const TempFolder folder;
    const std::string path =
        make_database(folder,
                      "CREATE TABLE t (a); CREATE INDEX i ON t (a);"
                      "INSERT INTO t VALUES (1), (2), (3); ANALYZE; DELETE FROM t");

    const Catalog catalog = catalog_of(path);

    CHECK(catalog.find_table("t")->row_estimate == 3);
}

TEST_CASE("sqlite catalog: 5,000 tables take no quadratic time", "[sqlite][catalog]") {
    const TempFolder folder;
    std::string sql = "BEGIN;";
    for (int i = 0; i < 5'000; ++i) {
        sql += "CREATE TABLE t" + std::to_string(i) +
               " (id INTEGER PRIMARY KEY, a, b, c, d, e, f, t1_id INT REFERENCES t1);";
    }
    const std::string path = make_database(folder, sql + "COMMIT");

    const auto began = std::chrono::steady_clock::now();
    Catalog catalog = catalog_of(path);
    infer_foreign_keys(catalog);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

    CHECK(catalog.tables.size() == 5'000);
    CHECK(catalog.find_table("t4999")->foreign_keys.size() == 1);
    CHECK(took.count() < 10);  // Half a second on an idle machine.
}
