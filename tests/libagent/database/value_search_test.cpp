#include "libagent/database/value_search.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/fake_database.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

constexpr const char* plants =
    "CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT, \"group\" TEXT);"
    "INSERT INTO sites VALUES (1, 'Zürich', 'north'), (2, 'Berlin', 'North Side'),"
    "  (3, 'berlin', '100%'), (4, 'West Berlin', '100 of 200'), (5, 'it''s', 'a\\b');"
    "CREATE TABLE orders (note TEXT, amount REAL); INSERT INTO orders VALUES ('Berlin', 3);"
    "CREATE VIEW names AS SELECT name FROM sites";

/// "table.column=value", with a ! when it is exact.
std::vector<std::string> found(Database& db, const ValueSearch& search) {
    std::vector<std::string> out;
    const FoundValues values = search_values(db, search, {}).value_or_throw();
    CHECK_FALSE(values.incomplete);
    for (const ValueHit& hit : values.hits) {
        out.push_back(hit.table + "." + hit.column + "=" + hit.value + (hit.exact ? "!" : ""));
    }
    return out;
}

using Found = std::vector<std::string>;

}

TEST_CASE("value search: exact, then another case, then part of a value", "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(folder, plants)));

    CHECK(found(db, {.literal = "Berlin"}) == Found{"orders.note=Berlin!", "sites.name=Berlin!",
                                                    "sites.name=berlin", "sites.name=West Berlin"});
    CHECK(found(db, {.literal = "Berlin", .table = "SITES", .max_hits = 1}) ==
          Found{"sites.name=Berlin!"});
    CHECK(found(db, {.literal = "Berlin", .table = "sites", .column = "group"}).empty());
    CHECK(found(db, {.literal = "Berlin", .table = "names", .max_hits = 1}) ==
          Found{"names.name=Berlin!"});
}

TEST_CASE("value search: a table or column that is not there is told with the nearest names",
          "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(folder, plants)));

    const auto table = search_values(db, {.literal = "x", .table = "site"}, {});
    const auto column = search_values(db, {.literal = "x", .table = "sites", .column = "nam"}, {});
    const auto elsewhere =
        search_values(db, {.literal = "x", .table = "sites", .column = "note"}, {});

    REQUIRE_FALSE(table.ok());
    CHECK(table.error().message == "no table named 'site'");
    CHECK(table.error().hint.find("sites") != std::string::npos);
    REQUIRE_FALSE(column.ok());
    CHECK(column.error().message == "no column named 'nam'");
    CHECK(column.error().hint.find("name") != std::string::npos);
    CHECK_FALSE(elsewhere.ok());
}

TEST_CASE("value search: a column that cannot be read makes it incomplete, not empty",
          "[value_search]") {
    const TempFolder folder;
    const std::string path = make_database(folder, plants);
    Database db("x", make_sqlite_source(path));
    db.catalog({});
    WritingHandle(path).run("ALTER TABLE sites DROP COLUMN \"group\"");

    const FoundValues values = search_values(db, {.literal = "Zürich"}, {}).value_or_throw();

    CHECK(values.incomplete);
    CHECK(values.hits.size() == 1);
    CHECK(values.milliseconds > 0);
}

TEST_CASE("value search: a database that stays locked ends it", "[value_search]") {
    FakeBehaviour locked;
    locked.catalog = [](std::stop_token) {
        return Catalog{{{.name = "t", .columns = {{.name = "a", .kind = Kind::text}}}}};
    };
    locked.query = [](std::string_view) -> Result<Rows> {
        return Error{Errc::unavailable, "'x' stays locked"};
    };
    Database db("x", std::make_unique<FakeSource>(locked));

    CHECK_THROWS_AS(search_values(db, {.literal = "y"}, {}), Failure);
}

TEST_CASE("value search: a long value behind a NUL costs no time", "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(
                         folder,
                         "CREATE TABLE t (a TEXT); INSERT INTO t VALUES "
                         "('abcdefgh' || char(0) || printf('%.*c', 1000000, 'x')), ('abcdefgx')")));

    const auto began = std::chrono::steady_clock::now();
    const Found near = found(db, {.literal = "abcdefgz"});

    CHECK(near == Found{"t.a=abcdefgx"});
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
}

TEST_CASE("value search: near spellings are found when nothing is the same", "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(folder, plants)));

    CHECK(found(db, {.literal = "Zurich"}) == Found{"sites.name=Zürich"});
    CHECK(found(db, {.literal = "northside"}) == Found{"sites.group=North Side"});
    CHECK(found(db, {.literal = "Xy"}).empty());
}

TEST_CASE("value search: signs of SQL in the literal mean themselves", "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(folder, plants)));

    CHECK(found(db, {.literal = "100%"}) == Found{"sites.group=100%!"});
    CHECK(found(db, {.literal = "0%"}) == Found{"sites.group=100%"});
    CHECK(found(db, {.literal = "it's"}) == Found{"sites.name=it's!"});
    CHECK(found(db, {.literal = "a\\b"}) == Found{"sites.group=a\\b!"});
    CHECK(found(db, {.literal = "' OR 1=1 --"}).empty());
    CHECK(found(db, {.literal = ""}).empty());
    CHECK(found(db, {.literal = std::string_view("a\0b", 3)}).empty());
    CHECK(found(db, {.literal = std::string(5'000, '%')}).empty());
}

TEST_CASE("value search: it ends within its budget, and at a stop", "[value_search]") {
    const TempFolder folder;
    Database db("x", make_sqlite_source(make_database(
                         folder,
                         "CREATE TABLE t (a TEXT); INSERT INTO t WITH RECURSIVE r(n) AS "
                         "(SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 300000) "
                         "SELECT 'value number ' || n FROM r")));
    db.catalog({});
    std::stop_source stopped;
    stopped.request_stop();

    const auto began = std::chrono::steady_clock::now();
    const FoundValues values =
        search_values(db, {.literal = "nothing", .budget = std::chrono::milliseconds(40)}, {})
            .value_or_throw();
    const auto took = std::chrono::steady_clock::now() - began;

    CHECK(took < std::chrono::seconds(10));
    CHECK(values.incomplete);
    CHECK_THROWS_AS(search_values(db, {.literal = "x"}, stopped.get_token()), Stopped);
}
