#include "libagent/database/term_writers.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("term writers: months have two digits, and no value stays none", "[generic]") {
    for (const DateWriters& writers : date_writers()) {
        const std::string month = writers.month("x");
        CHECK(month.starts_with("CASE WHEN "));
        CHECK(month.find("< 10 THEN") != std::string::npos);
        CHECK(month.find(">= 10 THEN") != std::string::npos);
        CHECK(month.ends_with(" END"));
        CHECK(month.find("ELSE") == std::string::npos);
    }
    for (const WriteTypedTerm order : byte_order_writers()) {
        CHECK(order("x", "int4") == "x");
        CHECK(order("x", "VARCHAR") != "x");
    }
}
