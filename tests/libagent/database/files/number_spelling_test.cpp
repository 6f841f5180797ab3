#include "libagent/database/files/number_spelling.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("number spelling: what people write is told from what SQL does", "[files]") {
    for (const char* text :
         {"10,50", "1.000,00", "-1,234", "1,234.50", "1 234", "1\u00A0234,5", "12'345.00", "12%",
          "1,5 %", "$5.00", "- $5", "€ 5", "5.00 EUR", "1.234.567", "+5", "+5,0"}) {
        INFO(text);
        CHECK(is_number_in_another_spelling(text));
    }
    for (const char* text : {"", "5", "-5.25", "1e5", "007", "1,23,4", "1.000,00,0", "10.0.0.1",
                             "2024-01-05", "10:30", "12 %%", "$", "1,", ",5", "0,123,456", "a 5"}) {
        INFO(text);
        CHECK_FALSE(is_number_in_another_spelling(text));
    }
}

TEST_CASE("number spelling: a comma is decimal for certain, or may be one of thousands",
          "[files]") {
    for (const char* text : {"10,5", "0,500", "1234,500", "1.000,500", "-,500", "1,2345"}) {
        INFO(text);
        CHECK(has_certain_decimal_comma(text));
    }
    for (const char* text : {"1,234", "-999,000", "12", "1.5"}) {
        INFO(text);
        CHECK_FALSE(has_certain_decimal_comma(text));
    }
}

TEST_CASE("number spelling: points between thousands stand before three digits each", "[files]") {
    for (const char* text : {"1.000", "-12.345.678", "1.000,5"})
        CHECK(has_points_between_thousands(text));
    for (const char* text : {"1000", "1.00", "1234.567", "0.123", "1.000.00", "1,000", ".000",
                             "1.000,000.00", "1.234,5.6"}) {
        INFO(text);
        CHECK_FALSE(has_points_between_thousands(text));
    }
}
