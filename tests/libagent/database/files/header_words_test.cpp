#include "libagent/database/files/header_words.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("header words: what programs write as names", "[files]") {
    for (const char* name : {"name", "first_name", "city2"}) CHECK(is_program_name(name));
    for (const char* other : {"", "Carmen", "carmen ibanez", "2nd", "_x", "straße"})
        CHECK_FALSE(is_program_name(other));
}

TEST_CASE("header words: what people write above columns, and not in them", "[files]") {
    for (const char* name : {"Name", "FIRST NAME", "order_id", "Ship-Date", " city "})
        CHECK(is_usual_column_name(name));
    for (const char* other : {"Carmen Ibanez", "mechanic", "Kansas City", "", "Holiday"})
        CHECK_FALSE(is_usual_column_name(other));
}
