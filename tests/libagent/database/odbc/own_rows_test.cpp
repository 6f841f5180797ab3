#include "libagent/database/odbc/own_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("own rows: a number is read with or without decimals, and nothing else is one",
          "[odbc]") {
    CHECK(leading_number("5000") == 5000.0);
    CHECK(leading_number("300.5") == 300.5);
    CHECK(leading_number("-1") == -1.0);
    CHECK_FALSE(leading_number(""));
    CHECK_FALSE(leading_number("never"));
}
