#include "tests/libagent/database/odbc/server_fixture.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

Error connect_error(const OdbcTarget& target) {
    try {
        make_odbc_source(target)->connect({});
    } catch (const Failure& failure) {
        return failure.error();
    }
    FAIL("'" << target.address << "' let us in");
    return {};
}

void kill_connection(const TestServer& server, const std::string& id) {
    server.run_as_owner(
        {server.is_postgres() ? "select pg_terminate_backend(" + id + ")" : "kill " + id});
}

}

TEST_CASE("odbc failure: a wrong password is said, and never shown", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);

        const Error error = connect_error({.address = server.url, .password = "wr;on}g{sekret"});

        CHECK(error.code == Errc::unavailable);
        CHECK_FALSE(error.retryable);
        CHECK(error.message.find("refused the user or password") != std::string::npos);
        CHECK(error.message.find("sekret") == std::string::npos);
    }
}

TEST_CASE("odbc failure: a closed port is unavailable, and worth another try", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        const std::string scheme = server.is_postgres() ? "postgres" : "mysql";

        const Error error =
            connect_error({.address = scheme + "://reader:sekret@127.0.0.1:1/shop"});

        CHECK(error.code == Errc::unavailable);
        CHECK(error.retryable);
        CHECK(error.message.starts_with("cannot connect to '" + scheme +
                                        "://reader@127.0.0.1:1/shop': "));
    }
}

TEST_CASE("odbc failure: an unknown database is said", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        const Error error =
            connect_error({.address = server.url + "_nosuch", .password = server.password});

        INFO(error.message);
        CHECK(error.code == Errc::unavailable);
        CHECK_FALSE(error.retryable);
        CHECK(error.message.find("no such database") != std::string::npos);
    }
}

TEST_CASE("odbc failure: what the database refuses is said in its own words", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);

        const Error column = error_of(*connection, "select nosuch from (select 1 as a) t");
        const Error table = error_of(*connection, "select * from nosuch");
        const Error syntax = error_of(*connection, "select from where");

        CHECK(column.code == Errc::bad_input);
        CHECK(column.message.find("nosuch") != std::string::npos);
        CHECK(column.sqlstate == (server.is_postgres() ? "42703" : "42S22"));
        CHECK(table.sqlstate == (server.is_postgres() ? "42P01" : "42S02"));
        CHECK(syntax.code == Errc::bad_input);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc failure: check finds what would fail, and runs nothing", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);

        CHECK_FALSE(connection->check("select 1", {}).has_value());
        CHECK_FALSE(connection->check(endless_statement(server), {}).has_value());
        CHECK_FALSE(connection->check("explain select 1", {}).has_value());
        CHECK(connection->check("select nosuch from (select 1 as a) t", {}).has_value());
        CHECK(connection->check("selec 1", {}).has_value());
        CHECK(connection->check("select 1; select 2", {}).has_value());
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc failure: a server that dies in the middle is unavailable", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string id = connection_id(server, *connection);
        std::jthread killer([server, id] {
            wait_until_running(server, id);
            kill_connection(server, id);
        });

        try {
            (void)connection->query(endless_statement(server), {}, {});
            FAIL("it ended without an error");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::unavailable);
            CHECK(failure.error().retryable);
            CHECK(failure.error().message.find("was lost") != std::string::npos);
        }
    }
}

TEST_CASE("odbc failure: a connection killed between two fetches is unavailable",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;  // MariaDB's driver has all rows before we have one.
        const auto connection = connect_to(server);
        const std::string pid = first_cell(*connection, "select pg_backend_pid()");
        // After 500 rows the backend ends itself, as it were: its own connection is shut.
        const std::string sql =
            "select g, case when g = 500 then pg_terminate_backend(pg_backend_pid()) end "
            "from generate_series(1, 100000) g";

        CHECK_THROWS_AS(connection->query(sql, {}, {}), Failure);

        CHECK(first_cell(*connection, "select pg_backend_pid()") != pid);
    }
}

TEST_CASE("odbc failure: a connection that died while idle is replaced silently",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string id = connection_id(server, *connection);

        kill_connection(server, id);

        CHECK(first_cell(*connection, "select 2") == "2");
        CHECK(connection_id(server, *connection) != id);
    }
}
