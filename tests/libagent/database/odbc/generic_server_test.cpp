#include "libagent/database/dialect.h"
#include "libagent/database/url.h"
#include "libagent/database/write_connection.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/streamed.h"
#include "tests/support/temp_database.h"

#include <cstdlib>
#include <filesystem>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

/// PostgreSQL's driver under a name that nobody knows: what is left is plain ODBC.
class UnknownDriver {
  public:
    explicit UnknownDriver(const TestServer& server) {
        for (const char* folder :
             {"/usr/lib/x86_64-linux-gnu/odbc", "/usr/lib/aarch64-linux-gnu/odbc"}) {
            const std::filesystem::path library = std::filesystem::path(folder) / "psqlodbcw.so";
            if (std::filesystem::exists(library)) {
                std::filesystem::create_symlink(library, folder_.path() / "unknown.so");
            }
        }
        const auto url = parse_database_url(server.url).value_or_throw();
        target_ = {.address = "Driver=" + (folder_.path() / "unknown.so").string() +
                              ";Server=" + url.host + ";Port=" + url.port +
                              ";Database=" + url.database + ";Uid=" + url.user,
                   .name = "unknown",
                   .password = server.password};
    }
    const OdbcTarget& target() const { return target_; }
    bool exists() const { return std::filesystem::exists(folder_.path() / "unknown.so"); }

  private:
    TempFolder folder_;
    OdbcTarget target_;
};

}

TEST_CASE("generic server: an unknown driver reads, and what it writes is rolled back",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const UnknownDriver driver(server);
        if (!driver.exists()) {
            WARN("skipped: psqlodbcw.so was not found");
            continue;
        }
        const std::string table = unique_name("gen_ric");
        server.run_as_owner({"create table " + table + " (id int primary key, t text)",
                             "insert into " + table + " values (1, repeat('x', 20000))",
                             "grant all on " + table + " to reader"});
        const auto source = make_odbc_source(driver.target());
        const auto connection = source->connect({});

        const Rows rows = rows_of(*connection, "select id, t, null, 2.50 from " + table);
        (void)connection->query("delete from " + table, {}, {});
        const Catalog catalog = connection->load_catalog({});

        CHECK(source->dialect().name == "generic");
        CHECK(rows.cell(0, 0).text == "1");
        CHECK(rows.cell(0, 1).text.size() == 20000);
        CHECK(rows.cell(0, 2).is_null());
        CHECK(rows.cell(0, 3).text == "2.50");
        CHECK(server.value_as_owner("select count(*) from " + table) == "1");
        const Table* const found = catalog.find_table(table);
        REQUIRE(found);
        CHECK(found->columns.size() == 2);
        CHECK(found->primary_key == std::vector<std::string>{"id"});
        CHECK(rows_of(*connection, "select 1", {.rows = 1}).truncated == false);
        CHECK(error_of(*connection, "select nosuch").code == Errc::bad_input);
        server.run_as_owner({"drop table " + table});
    }
}

TEST_CASE("generic server: a known driver's values are read as it writes them, also here",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string table = unique_name("gen_values");
        const bool is_postgres = server.is_postgres();
        server.run_as_owner(
            {"create table " + table +
                 (is_postgres ? " (a bool, b uuid)" : " (a bit(1), b bit(10))"),
             "insert into " + table +
                 (is_postgres
                      ? " values (true, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), (false, null)"
                      : " values (b'1', b'1010101010'), (b'0', null)"),
             "grant select on " + table + " to " +
                 (is_postgres ? "reader" : "reader@'127.0.0.1'")});
        OdbcTarget target = server.target();
        target.dialect = "generic";
        const auto source = make_odbc_source(target);
        const auto connection = source->connect({});

        const Rows rows = rows_of(*connection, "select a, b from " + table + " order by a desc");

        CHECK(rows.cell(0, 0).kind == Kind::boolean);
        CHECK(rows.cell(0, 0).text == "true");
        CHECK(rows.cell(1, 0).text == "false");
        CHECK(rows.cell(0, 1).text ==
              (is_postgres ? "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" : "682"));
        CHECK(rows.cell(1, 1).is_null());
        server.run_as_owner({"drop table " + table});
    }
}

TEST_CASE("generic server: two keys to the same table stay two", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const UnknownDriver driver(server);
        if (!driver.exists()) continue;
        const std::string legs = unique_name("legs"), trips = unique_name("trips");
        const std::string there = ") references " + legs + " (x, y)";
        server.run_as_owner({"create table " + legs + " (x int, y int, primary key (x, y))",
                             "create table " + trips +
                                 " (ox int, oy int, bx int, \"by\" int, foreign key (ox, oy" +
                                 there + ", foreign key (bx, \"by\"" + there + ")",
                             "grant all on " + legs + ", " + trips + " to reader"});

        const Catalog catalog = make_odbc_source(driver.target())->connect({})->load_catalog({});

        const Table* const found = catalog.find_table(trips);
        REQUIRE(found);
        REQUIRE(found->foreign_keys.size() == 2);
        for (const ForeignKey& key : found->foreign_keys) {
            const bool is_out = key.columns.front() == "ox";
            CHECK(key.columns == (is_out ? std::vector<std::string>{"ox", "oy"}
                                         : std::vector<std::string>{"bx", "by"}));
            CHECK(key.referenced == std::vector<std::string>{"x", "y"});
        }
        server.run_as_owner({"drop table " + trips, "drop table " + legs});
    }
}

TEST_CASE("generic server: an unknown driver writes only what is committed",
          "[odbc][servers][write]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const UnknownDriver driver(server);
        if (!driver.exists()) continue;
        const std::string table = unique_name("gen_write");
        server.run_as_owner({"create table " + table + " (id int primary key)",
                             "insert into " + table + " values (1), (2)",
                             "grant all on " + table + " to reader"});
        const auto connection = make_odbc_source(driver.target())->connect_for_writing({});
        const auto run = [&](const std::string& sql) { return connection->run(sql, {}, {}); };
        const std::string count = "select count(*) from " + table;

        REQUIRE(run("delete from " + table));
        connection->roll_back();
        CHECK(server.value_as_owner(count) == "2");
        CHECK_FALSE(run("insert into " + table + " values (3), (1)"));
        CHECK(connection->commit());
        const auto written = run("delete from " + table + " where id = 1");
        REQUIRE(written);
        CHECK(written.value().affected == std::uint64_t{1});
        CHECK(server.value_as_owner(count) == "2");
        CHECK_FALSE(connection->commit());
        CHECK(server.value_as_owner(count) == "1");
        server.run_as_owner({"drop table " + table});
    }
}

TEST_CASE("generic server: what nothing may end is left alone at a stop", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const UnknownDriver driver(server);
        if (!driver.exists()) continue;
        const auto reaper = std::make_shared<Reaper>();
        const auto connection = make_odbc_source(driver.target(), reaper)->connect({});
        const auto began = std::chrono::steady_clock::now();

        const Error error = error_of(*connection, "select pg_sleep(12)",
                                     {.timeout = std::chrono::milliseconds(100)});

        CHECK(error.code == Errc::timeout);
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
        CHECK(reaper->abandoned() == 1);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("generic server: an unknown driver's rows are streamed as query() gives them",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const UnknownDriver driver(server);
        if (!driver.exists()) {
            WARN("skipped: psqlodbcw.so was not found");
            continue;
        }
        const auto connection = make_odbc_source(driver.target())->connect({});
        const std::string many =
            "select n, n * 0.5 as h, 'text ' || n as t, null as z, repeat('x', 3000) as long "
            "from generate_series(1, 3000) n";
        KeptRows full = full_disk();

        const Rows rows = streamed(*connection, many);
        const Rows cut = streamed(*connection, many, {.rows = 2999});

        CHECK(difference(rows, rows_of(*connection, many)).empty());
        CHECK(rows.row_count() == 3000);
        CHECK(cut.row_count() == 2999);
        CHECK(cut.truncated);
        CHECK(stream_error(*connection, "select nosuch").code == Errc::bad_input);
        CHECK_THROWS_WITH(connection->stream(many, {}, full, {}), "no space left");
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}
