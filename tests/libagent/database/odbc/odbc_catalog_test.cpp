#include "libagent/database/odbc/generic_catalog.h"
#include "tests/libagent/database/odbc/server_fixture.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

void make_catalog_tables(const TestServer& server, const std::string& a, const std::string& b) {
    const bool pg = server.is_postgres();
    const std::string note = pg ? "" : " comment 'where it stands'";
    server.run_as_owner({"create table " + a +
                             " (x int not null, y int not null, name varchar(40)" + note +
                             ", primary key (x, y))" + (pg ? "" : " comment 'the sites'"),
                         "create table " + b +
                             " (id bigint primary key, ax int, ay int, price "
                             "numeric(10,2), at timestamp null, foreign key (ax, ay) references " +
                             a + " (x, y))",
                         "create view " + a + "_view as select x, name from " + a,
                         "insert into " + a + " values (1, 1, 'one'), (2, 2, 'two')"});
    if (pg) {
        server.run_as_owner({"comment on table " + a + " is 'the sites'",
                             "comment on column " + a + ".name is 'where it stands'",
                             "grant all on " + a + ", " + b + ", " + a + "_view to reader",
                             "analyze " + a});
    } else {
        server.run_as_owner({"analyze table " + a});
    }
}

}

TEST_CASE("odbc catalog: tables, views, columns, keys, comments and estimates", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string a = unique_name("cat_site");
        const std::string b = unique_name("cat_order");
        make_catalog_tables(server, a, b);

        const Catalog catalog = connect_to(server)->load_catalog({});

        const Table* site = catalog.find_table(a);
        const Table* order = catalog.find_table(b);
        const Table* view = catalog.find_table(a + "_view");
        REQUIRE(site);
        REQUIRE(order);
        REQUIRE(view);
        CHECK(site->schema.empty());
        CHECK(site->comment == "the sites");
        CHECK(site->primary_key == std::vector<std::string>{"x", "y"});
        CHECK(site->row_estimate == 2);
        REQUIRE(site->columns.size() == 3);
        CHECK(site->columns[0].name == "x");
        CHECK(site->columns[0].kind == Kind::integer);
        CHECK_FALSE(site->columns[0].nullable);
        CHECK(site->columns[2].comment == "where it stands");
        CHECK(site->columns[2].kind == Kind::text);
        CHECK(site->columns[2].nullable);
        REQUIRE(order->columns.size() == 5);
        CHECK(order->columns[3].kind == Kind::decimal);
        CHECK(order->columns[4].kind == Kind::timestamp);
        REQUIRE(order->foreign_keys.size() == 1);
        CHECK(order->foreign_keys[0].table == a);
        CHECK(order->foreign_keys[0].columns == std::vector<std::string>{"ax", "ay"});
        CHECK(order->foreign_keys[0].referenced == std::vector<std::string>{"x", "y"});
        CHECK(view->is_view);
        CHECK_FALSE(site->is_view);
        CHECK(view->columns.size() == 2);
        CHECK(catalog.find_table("pg_class") == nullptr);
        CHECK(catalog.find_table("information_schema.tables") == nullptr);
        server.run_as_owner({"drop view " + a + "_view", "drop table " + b, "drop table " + a});
    }
}

TEST_CASE("odbc catalog: PostgreSQL's other schemas are named, partitions are one table",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const std::string schema = unique_name("far");
        server.run_as_owner({"create schema " + schema,
                             "create table " + schema + ".parts (d date) partition by range (d)",
                             "create table " + schema + ".parts_1 partition of " + schema +
                                 ".parts for values from ('2024-01-01') to ('2025-01-01')",
                             "create materialized view " + schema + ".m as select 1 as one",
                             "create table " + schema + ".hidden (a int)",
                             "grant usage on schema " + schema + " to reader",
                             "grant select on " + schema + ".parts, " + schema + ".m to reader"});

        const Catalog catalog = connect_to(server)->load_catalog({});

        CHECK(catalog.find_table(schema + ".parts") != nullptr);
        CHECK(catalog.find_table(schema + ".parts_1") == nullptr);
        REQUIRE(catalog.find_table(schema + ".m") != nullptr);
        CHECK(catalog.find_table(schema + ".m")->is_view);
        CHECK(catalog.find_table(schema + ".hidden") == nullptr);
        server.run_as_owner({"drop schema " + schema + " cascade"});
    }
}

TEST_CASE("odbc catalog: PostgreSQL's keys name their columns in their own order",
          "[odbc][catalog][servers]") {
    using Names = std::vector<std::string>;
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const std::string schema = unique_name("keys");
        const std::string parts = schema + ".parts";
        server.run_as_owner(
            {"create schema " + schema,
             "create table " + parts + " (gone int, e int, d date, primary key (d, e)) " +
                 "partition by range (d)",
             "alter table " + parts + " drop column gone",
             "create table " + schema + ".part_1 partition of " + parts +
                 " for values from ('2024-01-01') to ('2025-01-01')",
             "create table " + schema + ".secret (id int primary key)",
             "create table " + schema + ".pointing (one int, two int references " + schema +
                 ".secret, three date, foreign key (three, one) references " + schema +
                 ".part_1, foreign key (three, two) references " + parts + ")",
             "grant usage on schema " + schema + " to reader",
             "grant select on " + parts + ", " + schema + ".pointing to reader"});

        const Catalog catalog = connect_to(server)->load_catalog({});

        REQUIRE(catalog.find_table(parts) != nullptr);
        CHECK(catalog.find_table(parts)->primary_key == Names{"d", "e"});
        const Table* const pointing = catalog.find_table(schema + ".pointing");
        REQUIRE(pointing != nullptr);
        CHECK(pointing->primary_key.empty());
        REQUIRE(pointing->foreign_keys.size() == 3);
        const auto check = [&](std::size_t at, const char* table, const Names& own,
                               const Names& there) {
            CHECK(pointing->foreign_keys[at].table == schema + table);
            CHECK(pointing->foreign_keys[at].columns == own);
            CHECK(pointing->foreign_keys[at].referenced == there);
        };
        check(0, ".part_1", {"three", "one"}, {"d", "e"});
        check(1, ".parts", {"three", "two"}, {"d", "e"});
        check(2, ".secret", {"two"}, {"id"});
        server.run_as_owner({"drop schema " + schema + " cascade"});
    }
}

TEST_CASE("odbc catalog: a name in a pattern matches only itself", "[odbc]") {
    CHECK(odbc_pattern("work_orders%", "\\") == "work\\_orders\\%");
    CHECK(odbc_pattern("a\\b", "\\") == "a\\\\b");
    CHECK(odbc_pattern("plain", "") == "plain");
}
