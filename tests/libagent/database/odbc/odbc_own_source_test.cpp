#include "libagent/database/odbc/odbc_own_source.h"

#include "libagent/base/error.h"
#include "libagent/database/dialect.h"
#include "tests/support/own_cases.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::database {

TEST_CASE("odbc own source: a connection as any other, to PostgreSQL", "[database][own]") {
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        const auto source = make_odbc_own_source(server.target());
        CHECK(source->dialect().name == "postgres");
        test::check_own_source(*source);
    }
}

TEST_CASE("odbc own source: a server that ends our connection is noticed", "[database][own]") {
    for (const test::TestServer& server : test::test_servers()) {
        if (!server.is_postgres()) continue;
        const auto source = make_odbc_own_source(server.target());
        const auto connection = source->connect(), other = source->connect();
        const OwnResult number = connection->run("SELECT pg_backend_pid()");
        other->run("SELECT pg_terminate_backend(CAST(? AS integer))",
                   {number.rows.cell(0, 0).text});

        CHECK_THROWS_AS(connection->begin(OwnTransaction::writing), Failure);

        CHECK(connection->is_lost());
        CHECK_FALSE(other->is_lost());
    }
}

TEST_CASE("odbc own source: nothing is kept in databases that cannot", "[database][own]") {
    for (const test::TestServer& server : test::test_servers()) {
        if (server.is_postgres()) continue;
        try {
            (void)make_odbc_own_source(server.target());
            FAIL("MariaDB is taken");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::usage);
            CHECK(failure.error().message.find("only SQLite and PostgreSQL can") !=
                  std::string::npos);
            CHECK(failure.error().message.find(server.password) == std::string::npos);
        }
    }
}

TEST_CASE("odbc own source: an SQLite driver leads to the file itself", "[database][own]") {
    const test::TempFolder folder;
    const auto source =
        make_odbc_own_source({.address = "Driver=SQLite3;Database=" + folder.file("a.db")});

    CHECK(source->dialect().name == "sqlite");
    CHECK(source->name() == folder.file("a.db"));
}

}
