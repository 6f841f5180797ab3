#include "libagent/database/odbc/drivers.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("drivers: a driver is known by its name and by its library", "[odbc]") {
    CHECK(quirks_of_driver("PostgreSQL Unicode").server == ServerKind::postgres);
    CHECK(quirks_of_driver("/usr/lib/odbc/psqlodbcw.so").server == ServerKind::postgres);
    CHECK(quirks_of_driver("libmaodbc.so").server == ServerKind::mysql);
    CHECK(quirks_of_driver("FreeTDS").dialect == "sqlserver");
    CHECK(is_sqlite_driver("SQLite3"));
    CHECK(is_sqlite_driver("/usr/lib/odbc/libsqlite3odbc.so"));
}

TEST_CASE("drivers: an unknown one is never sent SQLCancel and gets no bound block", "[odbc]") {
    for (const char* name : {"Oracle", "", "My own", "FreeTDS"}) {
        CHECK(quirks_of_driver(name).cancel == CancelBy::never);
        CHECK(quirks_of_driver(name).long_values == LongValuesBy::one_by_one);
    }
}

TEST_CASE("drivers: a URL's hostile values stay values", "[odbc]") {
    const auto url = parse_database_url("postgres://u%27%20x=1:p@h/d%27%20host=%27evil");
    REQUIRE(url.ok());

    const auto connection = quirks_of_scheme("postgres")->from_url(url.value());

    REQUIRE(connection.ok());
    const std::string& options = *connection.value().find("pqopt");
    CHECK(options.find(R"(dbname='d\' host=\'evil')") != std::string::npos);
    CHECK(options.find(R"(user='u\' x=1')") != std::string::npos);
}

TEST_CASE("drivers: a URL's unknown parameter is refused by name", "[odbc]") {
    for (const char* text :
         {"mysql://h/d?OPTION=67108864", "postgres://h/d?options=-c", "mssql://h/d?x=1",
          "postgres://h/d?sslmode=maybe", "mysql://h/d?INITSTMT=drop"}) {
        const auto url = parse_database_url(text);
        REQUIRE(url.ok());

        const auto connection = quirks_of_scheme(url.value().scheme)->from_url(url.value());

        REQUIRE_FALSE(connection.ok());
        CHECK(connection.error().code == Errc::usage);
    }
}

TEST_CASE("drivers: a URL's parameter that is nearly known is told with its name", "[odbc]") {
    const std::pair<const char*, const char*> slips[] = {
        {"postgres://h/d?sslmod=require", "did you mean 'sslmode'?"},
        {"mysql://h/d?sokcet=/x", "did you mean 'socket'?"},
        {"mysql://h/d?sslmode=requier", "did you mean 'require'?"}};
    for (const auto& [text, hint] : slips) {
        const auto url = parse_database_url(text);
        REQUIRE(url.ok());

        const auto connection = quirks_of_scheme(url.value().scheme)->from_url(url.value());

        REQUIRE_FALSE(connection.ok());
        CHECK(connection.error().hint == hint);
    }
}

TEST_CASE("drivers: PostgreSQL's own read-only switch gives way to our walls", "[odbc]") {
    ConnectionString connection;
    connection.set("ReadOnly", "1");

    quirks_of_driver("PostgreSQL Unicode").add_defaults(connection);

    CHECK(*connection.find("ReadOnly") == "0");
}
