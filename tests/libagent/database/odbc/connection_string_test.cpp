#include "libagent/database/odbc/connection_string.h"

#include "libagent/database/odbc/drivers.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("connection string: values in braces keep every character", "[odbc]") {
    const auto parsed =
        ConnectionString::parse(" Driver={My {odd}} ; driver};server = h ;PWD={a;b}}c}; ;");

    REQUIRE(parsed.ok());
    CHECK(*parsed.value().find("driver") == "My {odd} ; driver");
    CHECK(*parsed.value().find("SERVER") == "h");
    CHECK(*parsed.value().find("pwd") == "a;b}c");
    CHECK(parsed.value().find("nothing") == nullptr);
}

TEST_CASE("connection string: no value can add a key", "[odbc]") {
    const std::string hostile = GENERATE("x;OPTION=67108864", "x};OPTION=67108864;{",
                                         "}};OPTION=67108864", "{x", "x}", " x ", "a'b\"c\\", "{}");
    ConnectionString connection;

    connection.set("Database", hostile);
    connection.set("UID", "me");

    const auto again = ConnectionString::parse(connection.text());
    INFO(connection.text());
    REQUIRE(again.ok());
    REQUIRE(again.value().pairs().size() == 2);
    CHECK(*again.value().find("Database") == hostile);
}

TEST_CASE("connection string: a broken one is refused without repeating its values", "[odbc]") {
    const std::string text =
        GENERATE("PWD={sekret", "PWD={sekret}x;a=b", "sekret", "a=b;sekret", "=sekret");

    const auto parsed = ConnectionString::parse(text);

    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().code == Errc::usage);
    CHECK(parsed.error().message.find("sekret") == std::string::npos);
}

TEST_CASE("connection string: what lets several statements through is refused", "[odbc]") {
    const std::string text = GENERATE("OPTION=67108864", "option=67108865", "Options=0x4000000",
                                      "OPTION={67108864}", "MULTI_STATEMENTS=1", "OPTION=");

    const auto parsed = ConnectionString::parse("Driver=x;" + text);

    REQUIRE(parsed.ok());
    CHECK(judge_connection_string(parsed.value()).has_value());
}

TEST_CASE("connection string: harmless options pass", "[odbc]") {
    const auto parsed = ConnectionString::parse("Driver=x;OPTION=3;Server=h;Database=d");

    REQUIRE(parsed.ok());
    CHECK_FALSE(judge_connection_string(parsed.value()).has_value());
}
