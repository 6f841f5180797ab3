#include "libagent/database/value_search.h"

#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/fake_database.h"
#include "tests/support/sanitized.h"
#include "tests/support/servers.h"
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
    CHECK(std::chrono::steady_clock::now() - began < test::patience(std::chrono::seconds(10)));
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

    CHECK(took < test::patience(std::chrono::seconds(10)));
    CHECK(values.incomplete);
    CHECK_THROWS_AS(search_values(db, {.literal = "x"}, stopped.get_token()), Stopped);
}

namespace {

/// Values that collations and quoting stumble over, in a table that is dropped with the object.
class OddValues {
  public:
    explicit OddValues(const TestServer& server) : server_(server) {
        const bool pg = server.is_postgres();
        const std::string slash = pg ? "\\" : "\\\\";
        server.run_as_owner(
            {"create table " + table + " (id int, " + name(pg) + " varchar(80), day date)",
             "insert into " + table + " values (1, 'O''Brien Mill', '2024-05-31'), " +
                 "(2, 'Almería', null), (3, 'pump', null), (4, 'Pump', null), " +
                 "(5, 'PUMP ROOM', null), (6, '100% a_b', null), (7, 'back" + slash +
                 "slash', null), (8, null, null), (9, 'Élodie Lefèvre', null), (10, 'Łódź "
                 "Śródmieście', null)"});
        if (pg) server.run_as_owner({"grant select on " + table + " to reader"});
    }
    ~OddValues() { server_.run_as_owner({"drop table " + table}); }
    OddValues(const OddValues&) = delete;
    OddValues& operator=(const OddValues&) = delete;

    std::vector<std::string> found(Database& db, std::string_view literal,
                                   std::string_view column = {}) const {
        std::vector<std::string> values;
        const FoundValues all =
            search_values(db, {.literal = literal, .table = table, .column = column}, {})
                .value_or_throw();
        CHECK_FALSE(all.incomplete);
        for (const ValueHit& hit : all.hits) values.push_back(hit.value + (hit.exact ? "!" : ""));
        return values;
    }

    const std::string table = unique_name("odd_values");

  private:
    /// With capitals, which PostgreSQL wants quoted.
    static std::string name(bool pg) { return pg ? "\"SiteName\"" : "SiteName"; }

    const TestServer& server_;
};

}

TEST_CASE("value search: on a server, case, accents, quotes and signs are found as stored",
          "[value_search][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const OddValues odd(server);
        Database db("shop", make_odbc_source(server.target()));

        CHECK(odd.found(db, "O'Brien Mill") == Found{"O'Brien Mill!"});
        CHECK(odd.found(db, "o'brien mill") == Found{"O'Brien Mill"});
        CHECK(odd.found(db, "o'brien") == Found{"O'Brien Mill"});
        CHECK(odd.found(db, "almeria") == Found{"Almería"});
        CHECK(odd.found(db, "elodie lefevre") == Found{"Élodie Lefèvre"});
        CHECK(odd.found(db, "lodz srodmiescia") == Found{"Łódź Śródmieście"});
        CHECK(odd.found(db, "pump") == Found{"pump!", "Pump", "PUMP ROOM"});
        CHECK(odd.found(db, "0% a_b") == Found{"100% a_b"});
        CHECK(odd.found(db, "a_c").empty());
        CHECK(odd.found(db, "back\\slash") == Found{"back\\slash!"});
        CHECK(odd.found(db, "' OR 1=1 --").empty());
        CHECK(odd.found(db, "2024-05-31", "day") == Found{"2024-05-31!"});
        CHECK(odd.found(db, "3", "id") == Found{"3!"});
    }
}

TEST_CASE("value search: on a server, a large table costs no more than the budget",
          "[value_search][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string view = unique_name("endless_values");
        server.run_as_owner(
            {server.is_postgres()
                 ? "create view " + view +
                       " as select 'value ' || a || b as v from generate_series(1, 1000000) a, "
                       "generate_series(1, 1000000) b"
                 : "create view " + view +
                       " as select concat('value ', a.seq, b.seq) as v from "
                       "seq_1_to_1000000 a, seq_1_to_1000000 b"});
        if (server.is_postgres()) server.run_as_owner({"grant select on " + view + " to reader"});
        Database db("shop", make_odbc_source(server.target()));
        db.catalog({});

        const auto began = std::chrono::steady_clock::now();
        const FoundValues values =
            search_values(
                db, {.literal = "nothing", .table = view, .budget = std::chrono::milliseconds(300)},
                {})
                .value_or_throw();

        CHECK(std::chrono::steady_clock::now() - began < test::patience(std::chrono::seconds(10)));
        CHECK(values.incomplete);
        CHECK(values.hits.empty());
        server.run_as_owner({"drop view " + view});
    }
}
