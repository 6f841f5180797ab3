#include "libagent/database/url.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("url: every part is found and decoded", "[odbc][url]") {
    const auto url = parse_database_url(
        "Postgres://an%40a:p%3Aw%2f@db.example:5433/sh%20op?sslmode=require&x=%25");

    REQUIRE(url.ok());
    CHECK(url.value().scheme == "postgres");
    CHECK(url.value().user == "an@a");
    CHECK(url.value().password == "p:w/");
    CHECK(url.value().host == "db.example");
    CHECK(url.value().port == "5433");
    CHECK(url.value().database == "sh op");
    REQUIRE(url.value().parameters.size() == 2);
    CHECK(url.value().parameters[1] == std::pair<std::string, std::string>("x", "%"));
}

TEST_CASE("url: user, password, port and database may be missing, and a host be IPv6",
          "[odbc][url]") {
    const auto url = parse_database_url("mysql://[::1]");

    REQUIRE(url.ok());
    CHECK(url.value().host == "::1");
    CHECK(url.value().port.empty());
    CHECK(url.value().database.empty());
    CHECK(url.value().shown() == "mysql://[::1]/");
}

TEST_CASE("url: a password that was not encoded is still no part of the host", "[odbc][url]") {
    const auto url = parse_database_url("mysql://me:a@b/c:d@host:3306/shop");

    REQUIRE(url.ok());
    CHECK(url.value().password == "a@b/c:d");
    CHECK(url.value().host == "host");
    CHECK(url.value().database == "shop");
}

TEST_CASE("url: what is shown has no password and no parameters", "[odbc][url]") {
    const auto url = parse_database_url("postgres://me:sekret@host/db?password=sekret");

    REQUIRE(url.ok());
    CHECK(url.value().shown() == "postgres://me@host/db");
}

TEST_CASE("url: a broken one is refused without repeating its password", "[odbc][url]") {
    const std::string text =
        GENERATE("postgres://me:sekret@host:notaport/db", "postgres://me:sekret@host:70000/db",
                 "postgres://me:sekret%@host/db", "postgres://me:sekret%0@host/db",
                 "postgres://me:sekret%00@host/db", "postgres://me:sekret%0a@host/db",
                 "postgres://me:sekret%ff@host/db", "postgres://me:sekret@[::1/db",
                 "postgres://me:sekret@host/d%00b", "postgres://me:sekret@host/db?a=%zz", "sekret");

    const auto url = parse_database_url(text);

    INFO(text);
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().code == Errc::usage);
    CHECK(url.error().message.find("sekret") == std::string::npos);
}
