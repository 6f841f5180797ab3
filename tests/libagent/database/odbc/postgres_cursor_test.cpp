#include "libagent/database/odbc/postgres_cursor.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("postgres cursor: the driver sees no word of the statement", "[odbc]") {
    const std::string block = postgres_cursor_block("select '?;{fn now()}$$' -- end");

    CHECK(block.find('?') == std::string::npos);
    CHECK(block.find('{') == std::string::npos);
    CHECK(block.find("select") == std::string::npos);
    CHECK(block.find("--") == std::string::npos);
    CHECK(block.find("73656c65637420273f3b7b666e206e6f7728297d242427202d2d20656e64") !=
          std::string::npos);
}
