#include "libagent/database/odbc/odbc_errors.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("odbc errors: only the database's own words are left", "[odbc]") {
    CHECK(plain_driver_words("[unixODBC][Driver Manager]Can't open lib 'x' : file not found") ==
          "Can't open lib 'x' : file not found");
    CHECK(plain_driver_words(
              "ERROR: column \"a\" does not exist;\nError while executing the query") ==
          "column \"a\" does not exist");
    CHECK(plain_driver_words("[ma-3.1.15][10.11.19-MariaDB]Unknown column 'x' in 'SELECT'") ==
          "Unknown column 'x' in 'SELECT'");
    CHECK(plain_driver_words("connection to server failed: FATAL:  no such role\n") ==
          "no such role");
    CHECK(plain_driver_words("[") == "[");
}

TEST_CASE("odbc errors: the kind follows from state and number", "[odbc]") {
    CHECK(odbc_statement_error({.sqlstate = "42P01", .message = "x"}).code == Errc::bad_input);
    CHECK(odbc_statement_error({.sqlstate = "25006", .message = "x"}).code == Errc::refused);
    CHECK(odbc_statement_error({.sqlstate = "57014", .message = "x"}).code == Errc::timeout);
    CHECK(odbc_statement_error({.sqlstate = "HY000", .native = 1205}).retryable);
    CHECK(odbc_statement_error({.sqlstate = "08S01", .message = "x"}).code == Errc::unavailable);
    CHECK(is_connection_lost({.sqlstate = "57P01"}));
    CHECK(is_connection_lost({.sqlstate = "HY000", .native = 2013}));
    CHECK_FALSE(is_connection_lost({.sqlstate = "42000", .native = 1064}));
}
