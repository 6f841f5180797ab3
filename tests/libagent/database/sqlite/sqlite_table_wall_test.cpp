#include "libagent/database/sqlite/sqlite_table_wall.h"

#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/database/value_search.h"
#include "libagent/database/write_connection.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <chrono>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

constexpr const char* wall_script =
    "CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT);"
    "INSERT INTO sites VALUES (1, 'Lyon');"
    "CREATE TABLE secrets (id INTEGER PRIMARY KEY, word TEXT);"
    "INSERT INTO secrets VALUES (1, 'xyzzy');"
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, secret_id INTEGER REFERENCES secrets);"
    "CREATE VIEW overview AS SELECT sites.name, secrets.word FROM sites JOIN secrets USING (id);"
    "CREATE VIEW deep AS SELECT * FROM (WITH c AS (SELECT word FROM secrets) SELECT * FROM c);"
    "CREATE VIEW hidden AS SELECT word FROM secrets;"
    "CREATE VIEW hidden_sites AS SELECT name FROM sites;"
    "CREATE TABLE log (what TEXT);"
    "CREATE TRIGGER note AFTER INSERT ON sites BEGIN INSERT INTO log VALUES (new.name); END;"
    "CREATE VIRTUAL TABLE notes USING fts5(body);"
    "INSERT INTO notes VALUES ('a plain note');";

TableFilter lists_of(TableLists lists) {
    return TableFilter(lists, {"shop"});
}

const TableLists denying = {.denied = {"secrets", "hidden*", "log"}};
const TableLists allowing = {.allowed = {"sites", "visits", "overview", "deep", "notes"}};

/// "read", or the error's words.
std::string outcome(Database& database, const std::string& sql) {
    const auto rows = database.query(sql, {}, {});
    if (rows) return "read";
    return rows.error().code == Errc::refused ? rows.error().message
                                              : "not refused: " + rows.error().message;
}

}

TEST_CASE("sqlite table wall: what is allowed is read, by itself and by its views", "[lists]") {
    const TempDatabase file(wall_script);
    for (const TableLists& lists : {denying, allowing}) {
        Database database("shop", make_sqlite_source(file.path(), lists_of(lists)));
        for (const char* sql :
             {"SELECT * FROM sites", "SELECT word FROM overview", "SELECT count(*) FROM overview",
              "SELECT * FROM deep", "SELECT rowid FROM sites", "SELECT count(*) FROM sites",
              "WITH recent AS (SELECT * FROM sites) SELECT count(*) FROM recent",
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
              "SELECT count(*) FROM n",
              "SELECT secrets.name FROM sites AS secrets", "SELECT 'secrets' AS secrets",
              "SELECT value FROM json_each('[1,2]')", "SELECT count(*) FROM json_each('[1,2]')",
              "SELECT body FROM notes WHERE notes MATCH 'plain'", "VALUES (1)",
              "WITH x AS (SELECT 1) SELECT word FROM overview, x"}) {
            INFO(sql);
            CHECK(outcome(database, sql) == "read");
        }
    }
}

TEST_CASE("sqlite table wall: what is not allowed is refused, however it is dressed", "[lists]") {
    const TempDatabase file(wall_script);
    for (const TableLists& lists : {denying, allowing}) {
        Database database("shop", make_sqlite_source(file.path(), lists_of(lists)));
        for (const char* sql :
             {"SELECT * FROM secrets",
              "SELECT count(*) FROM secrets",
              "SELECT 1 FROM secrets",
              "SELECT * FROM SeCrEtS",
              "SELECT * FROM \"secrets\"",
              "SELECT * FROM [secrets]",
              "SELECT * FROM `secrets`",
              "SELECT * FROM 'secrets'",
              "SELECT * FROM main.secrets",
              "SELECT * FROM sites, secrets",
              "SELECT * FROM sites JOIN secrets USING (id)",
              "SELECT (SELECT word FROM secrets) FROM sites",
              "SELECT * FROM/**/secrets",
              "SELECT * FROM (SELECT * FROM secrets) AS overview",
              "SELECT * FROM (SELECT * FROM secrets) AS sites",
              "SELECT * FROM secrets AS overview",
              "SELECT * FROM hidden",
              "SELECT count(*) FROM hidden",
              "SELECT 1 FROM hidden",
              "WITH sites AS (SELECT * FROM secrets) SELECT * FROM sites",
              "WITH overview AS (SELECT * FROM secrets) SELECT * FROM overview",
              "WITH overview(a, b) AS (SELECT * FROM secrets) SELECT a FROM overview",
              "WITH overview AS NOT MATERIALIZED (SELECT * FROM secrets) SELECT * FROM overview",
              "WITH note AS (SELECT * FROM secrets) SELECT * FROM note",
              "WITH c AS (SELECT word FROM secrets) SELECT * FROM c, deep",
              "WITH \"overview\" AS (SELECT * FROM secrets) SELECT * FROM \"overview\"",
              "WITH RECURSIVE overview AS (SELECT word FROM secrets) SELECT * FROM overview",
              "SELECT * FROM sites WHERE EXISTS (SELECT 1 FROM secrets)",
              "SELECT * FROM sites UNION SELECT * FROM secrets",
              "SELECT * FROM sites ORDER BY (SELECT word FROM secrets)",
              "EXPLAIN QUERY PLAN SELECT * FROM secrets",
              "EXPLAIN SELECT * FROM secrets",
              "SELECT sql FROM sqlite_master",
              "SELECT * FROM sqlite_schema",
              "SELECT count(*) FROM sqlite_master",
              "SELECT * FROM sqlite_temp_master",
              "SELECT * FROM pragma_table_info('secrets')",
              "SELECT * FROM pragma_table_list",
              "SELECT count(*) FROM pragma_table_list",
              "PRAGMA table_info(secrets)",
              "PRAGMA table_list",
              "PRAGMA foreign_key_list(visits)",
              "SELECT * FROM notes_content",
              "SELECT * FROM log"}) {
            INFO(sql);
            const std::string end = outcome(database, sql);
            const bool is_refused = end != "read";
            // The shadow of a table that is allowed tells nothing more than it.
            const bool is_shadow = std::string_view(sql).ends_with("notes_content");
            CHECK((is_refused || is_shadow));
            CHECK(end.find("not refused") == std::string::npos);
        }
    }
}

namespace {

constexpr const char* shadow_script =
    "CREATE VIRTUAL TABLE fts USING fts5(body);"
    "INSERT INTO fts VALUES ('the word is xyzzy');"
    "CREATE VIRTUAL TABLE my_fts USING fts4(body);"
    "INSERT INTO my_fts VALUES ('the word is xyzzy');"
    "CREATE VIRTUAL TABLE rt USING rtree(id, x0, x1);"
    "INSERT INTO rt VALUES (1, 2, 3);"
    "CREATE VIRTUAL TABLE open_fts USING fts5(body);"
    "INSERT INTO open_fts VALUES ('a plain note');"
    "CREATE TABLE fts_notes (word TEXT);"
    "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT);"
    "INSERT INTO counted VALUES (7);"
    "ANALYZE;";

}

TEST_CASE("sqlite table wall: what a hidden virtual table keeps beside it is hidden, too",
          "[lists]") {
    const TempDatabase file(shadow_script);
    const TableLists deny = {.denied = {"fts", "my_fts", "rt", "counted"}};
    const TableLists allow = {.allowed = {"open_fts", "fts_*", "my_fts_*"}};
    for (const TableLists& lists : {deny, allow}) {
        Database database("shop", make_sqlite_source(file.path(), lists_of(lists)));
        for (const char* sql :
             {"SELECT * FROM fts",
              "SELECT c0 FROM fts_content",
              "SELECT * FROM FTS_Content",
              "SELECT count(*) FROM fts_content",
              "SELECT 1 FROM \"fts_data\"",
              "SELECT * FROM 'fts_docsize'",
              "SELECT * FROM fts_idx",
              "SELECT * FROM fts_config",
              "SELECT c0body FROM my_fts_content",
              "SELECT * FROM my_fts_segdir",
              "SELECT * FROM rt_node",
              "SELECT * FROM rt_rowid",
              "SELECT * FROM rt_parent",
              "SELECT fts_content.c0 FROM open_fts, fts_content",
              "SELECT rtreecheck('rt')",
              "WITH open_fts AS (SELECT c0 FROM fts_content) SELECT * FROM open_fts",
              "SELECT (SELECT c0 FROM fts_content) FROM open_fts",
              "SELECT * FROM sqlite_sequence",
              "SELECT * FROM sqlite_stat1",
              "SELECT name FROM dbstat"}) {
            INFO(sql);
            const std::string end = outcome(database, sql);
            const bool is_refused = end.find("not allowed") != std::string::npos ||
                                    end.find("not among those") != std::string::npos ||
                                    end.find("it is not understood") != std::string::npos ||
                                    end == "not refused: no such table: dbstat";
            CHECK((is_refused ? "refused" : end) == "refused");
        }
    }
}

TEST_CASE("sqlite table wall: a virtual table reads what it keeps", "[lists]") {
    const TempDatabase file(shadow_script);
    for (const TableLists& lists : {TableLists{.denied = {"fts", "my_fts", "rt"}},
                                    TableLists{.allowed = {"open_fts", "fts_notes"}}}) {
        Database database("shop", make_sqlite_source(file.path(), lists_of(lists)));
        for (const char* sql : {"SELECT body FROM open_fts WHERE open_fts MATCH 'plain'",
                                "SELECT count(*) FROM open_fts", "SELECT word FROM fts_notes"}) {
            INFO(sql);
            CHECK(outcome(database, sql) == "read");
        }
    }
    Database rtree("shop", make_sqlite_source(file.path(), lists_of({.allowed = {"rt"}})));
    CHECK(outcome(rtree, "SELECT id FROM rt WHERE x0 > 1") == "read");
    CHECK(rtree.query("SELECT id FROM rt", {}, {}).value_or_throw().row_count() == 1);
}

TEST_CASE("sqlite table wall: the table is named only when it was typed", "[lists]") {
    const TempDatabase file(std::string(wall_script) +
                            "CREATE VIEW broken AS SELECT * FROM sites;");
    Database database("shop", make_sqlite_source(file.path(), lists_of(denying)));

    CHECK(outcome(database, "SELECT * FROM Secrets") ==
          "table 'secrets' is not among those that the configuration allows");
    SqliteTableWall wall(lists_of(denying));
    wall.learn({"secrets", "overview"});
    wall.expect("SELECT * FROM overview");
    CHECK(wall.forbidden({.code = 20,
                          .first = "secrets",
                          .second = "word",
                          .database = "main",
                          .context = nullptr}) ==
          "a table that the statement reads is not among those that the configuration allows");
}

TEST_CASE("sqlite table wall: catalog, hints and searches do not show what is not allowed",
          "[lists]") {
    const TempDatabase file(wall_script);
    Database database("shop", make_sqlite_source(file.path(), lists_of(denying)));

    const Catalog& catalog = database.catalog({});
    CHECK(catalog.find_table("secrets") == nullptr);
    CHECK(catalog.find_table("hidden") == nullptr);
    REQUIRE(catalog.find_table("visits") != nullptr);
    CHECK(catalog.find_table("visits")->foreign_keys.empty());
    const auto misspelt = database.query("SELECT * FROM secret", {}, {});
    REQUIRE_FALSE(misspelt);
    CHECK(misspelt.error().hint.find("secrets") == std::string::npos);
    const auto found = search_values(database, {.literal = "xyzzy"}, {});
    REQUIRE(found);
    CHECK(found.value().hits.empty());
    CHECK_FALSE(search_values(database, {.literal = "xyzzy", .table = "secrets"}, {}));
}

TEST_CASE("sqlite table wall: where the schema cannot be read, no statement is sound", "[lists]") {
    const TempDatabase file(wall_script);
    SqliteHandle handle({.name = "shop",
                         .uri = "file:" + file.path(),
                         .flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                         .tables = lists_of(denying)});
    const auto is_sound = [&](std::string_view sql) {
        const SqliteWatch::Turn turn(handle.watch(), std::chrono::milliseconds(30), {});
        return handle.compile(sql).ok();
    };
    REQUIRE(is_sound("SELECT name FROM sites"));
    REQUIRE_FALSE(is_sound("SELECT 1 FROM hidden_sites"));
    WritingHandle other(file.path());

    other.run("BEGIN EXCLUSIVE");
    CHECK_FALSE(is_sound("SELECT 1 FROM hidden_sites"));
    CHECK_FALSE(is_sound("SELECT name FROM sites"));
    other.run("ROLLBACK");

    CHECK(is_sound("SELECT name FROM sites"));
    CHECK_FALSE(is_sound("SELECT 1 FROM hidden_sites"));
}

TEST_CASE("sqlite table wall: what another program makes meanwhile is judged, too", "[lists]") {
    const TempDatabase file(wall_script);
    Database database("shop", make_sqlite_source(file.path(), lists_of(denying)), 1);
    REQUIRE(outcome(database, "SELECT name FROM sites") == "read");

    WritingHandle(file.path()).run("CREATE VIEW hidden_new AS SELECT 1 AS one");
    CHECK(outcome(database, "SELECT 1 FROM hidden_new").find("not among those") !=
          std::string::npos);

    WritingHandle(file.path()).run("DROP VIEW hidden_new; CREATE VIEW plain AS SELECT 1 AS one");
    CHECK(outcome(database, "SELECT 1 FROM plain") == "read");
    CHECK(outcome(database, "SELECT 1 FROM hidden_new").starts_with("not refused: no such table"));
}

TEST_CASE("sqlite table wall: a list holds for what is written; a trigger does what it does",
          "[lists][write]") {
    const TempDatabase file(wall_script);
    const auto source = make_sqlite_source(file.path(), lists_of(denying));
    const auto connection = source->connect_for_writing({});
    const auto code = [&](const std::string& sql) -> std::string {
        const auto written = connection->run(sql, {}, {});
        connection->roll_back();
        return written ? "done" : written.error().code == Errc::refused ? "refused" : "other";
    };

    CHECK(code("INSERT INTO sites VALUES (2, 'Oslo')") == "done");
    CHECK(code("UPDATE sites SET name = 'x'") == "done");
    for (const char* sql :
         {"INSERT INTO secrets VALUES (2, 'y')", "DELETE FROM secrets", "UPDATE secrets SET id = 5",
          "INSERT INTO sites SELECT * FROM secrets", "INSERT INTO log VALUES ('x')",
          "UPDATE sites SET name = (SELECT word FROM secrets)", "DROP TABLE secrets",
          "ALTER TABLE secrets RENAME TO sites2", "CREATE VIEW v AS SELECT * FROM secrets",
          "CREATE TABLE t AS SELECT * FROM secrets"}) {
        INFO(sql);
        CHECK(std::string(code(sql)) == "refused");
    }
}
