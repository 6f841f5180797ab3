#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/database/value_search.h"
#include "tests/support/stamped_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>

namespace askdb::database {
namespace {

struct CachedFixture {
    test::TempFolder home;
    std::shared_ptr<test::StampedWorld> world = std::make_shared<test::StampedWorld>();

    CachedFixture() { world->catalog = test::numbered_tables(3); }

    std::unique_ptr<Database> open() const {
        auto database =
            std::make_unique<Database>("db", std::make_unique<test::StampedSource>(world));
        database->keep_catalogs({.folder = home.file("askdb"), .least_tables = 2});
        return database;
    }
    /// A catalog is kept, and then a table comes that no stamp tells of.
    void let_it_grow_old() {
        world->stamp->is_exact = false;
        open()->catalog({});
        world->catalog = test::numbered_tables(4);
    }
};

}

TEST_CASE("database cache: an old catalog is given at once, and the new one to later turns",
          "[catalog]") {
    CachedFixture fixture;
    fixture.let_it_grow_old();
    const auto database = fixture.open();

    const Catalog& first = database->catalog({});
    const std::size_t tables_first = first.tables.size();
    database->finish_behind();
    const Catalog& later = database->catalog({});

    CHECK(tables_first == 3);
    CHECK(later.tables.size() == 4);
    CHECK(first.tables.size() == 3);  // Others may still look at it.
    CHECK(fixture.open()->catalog({}).tables.size() == 4);
}

TEST_CASE("database cache: what is shown as the truth is never an old catalog", "[catalog]") {
    CachedFixture fixture;
    fixture.let_it_grow_old();

    CHECK(fixture.open()->certain_catalog({}).tables.size() == 4);
}

TEST_CASE("database cache: the hint for an unknown name knows what is new", "[catalog]") {
    CachedFixture fixture;
    fixture.world->catalog.tables[0].name = "invoices";
    fixture.let_it_grow_old();
    fixture.world->catalog.tables[0].name = "shipments";
    const auto database = fixture.open();
    database->catalog({});

    const Result<Rows> rows = database->query("SELECT * FROM shipmens", {}, {});

    CHECK(rows.error().hint == "did you mean 'shipments'?");
    CHECK(database->catalog({}).find_table("shipments") != nullptr);
}

TEST_CASE("database cache: a column that is new is found in the data", "[catalog]") {
    CachedFixture fixture;
    fixture.let_it_grow_old();
    const auto database = fixture.open();
    REQUIRE(database->catalog({}).tables.size() == 3);

    const auto found =
        search_values(*database, {.literal = "x", .table = "t3", .column = "c3"}, {});

    CHECK(found.ok());
}

TEST_CASE("database cache: after a change of our own nothing old is given", "[catalog]") {
    CachedFixture fixture;
    fixture.let_it_grow_old();
    const auto database = fixture.open();
    database->catalog({});
    database->finish_behind();
    fixture.world->catalog = test::numbered_tables(5);

    database->forget_catalog();

    CHECK(database->catalog({}).tables.size() == 5);
}

TEST_CASE("database cache: an error that is no unknown name loads no catalog", "[catalog]") {
    const test::TempDatabase file("CREATE TABLE t(a)");
    CachedFixture fixture;
    auto world = fixture.world;
    Database database("db", std::make_unique<test::StampedSource>(world));

    // The name of a function is looked up in no catalog, but its hint comes the same way.
    CHECK(database.query("SELECT * FROM", {}, {}).ok() == false);
    const int loads_of_unknown_name = world->loads;
    Database real("db", make_sqlite_source(file.path()));
    CHECK(real.query("SELECT 1 +", {}, {}).error().hint.empty());

    CHECK(loads_of_unknown_name <= 1);
}

TEST_CASE("database cache: a database that is closed while it refreshes ends at once",
          "[catalog]") {
    CachedFixture fixture;
    fixture.let_it_grow_old();

    for (int i = 0; i < 20; ++i) fixture.open()->catalog({});

    CHECK(fixture.open()->certain_catalog({}).tables.size() == 4);
}

TEST_CASE("database cache: a small SQLite file leaves nothing behind", "[catalog]") {
    const test::TempDatabase file("CREATE TABLE customers(name TEXT); CREATE TABLE t(a)");
    const test::TempFolder home;
    Database database("db", make_sqlite_source(file.path()));
    database.keep_catalogs({.folder = home.file("askdb")});

    const Catalog& catalog = database.catalog({});
    const std::vector<std::size_t> ranking = database.rank_tables(catalog, "which customer?");
    database.finish_behind();

    CHECK(ranking == std::vector<std::size_t>{0, 1});
    CHECK_FALSE(std::filesystem::exists(home.file("askdb")));
}

TEST_CASE("database cache: a question leads to a table by a value, from the second on",
          "[catalog]") {
    const test::TempDatabase file(
        "CREATE TABLE a(x TEXT); CREATE TABLE b(x TEXT); CREATE TABLE c(x TEXT);"
        "INSERT INTO c VALUES ('Sauvignon')");
    const test::TempFolder home;
    Database database("db", make_sqlite_source(file.path()));
    database.keep_catalogs({.folder = home.file("askdb"), .least_tables = 1});
    const Catalog& catalog = database.catalog({});

    database.rank_tables(catalog, "sales of sauvignon");
    database.finish_behind();

    CHECK(database.rank_tables(catalog, "sales of sauvignon").front() == 2);
}

TEST_CASE("database cache: what SQL does to a kept SQLite catalog is seen at once", "[catalog]") {
    const test::TempDatabase file("CREATE TABLE a(x TEXT); CREATE TABLE b(x TEXT)");
    const test::TempFolder home;
    const auto tables_now = [&] {
        Database database("db", make_sqlite_source(file.path()));
        database.keep_catalogs({.folder = home.file("askdb"), .least_tables = 1});
        return database.catalog({});
    };
    REQUIRE(tables_now().tables.size() == 2);
    test::WritingHandle writer(file.path());

    writer.run("ALTER TABLE a ADD COLUMN y");
    CHECK(tables_now().tables[0].columns.size() == 2);
    writer.run("ALTER TABLE a RENAME TO z");
    CHECK(tables_now().table_names() == std::vector<std::string>{"b", "z"});
    writer.run("DROP TABLE b");
    CHECK(tables_now().table_names() == std::vector<std::string>{"z"});
}

}
