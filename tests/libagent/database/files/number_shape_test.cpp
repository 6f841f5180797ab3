#include "libagent/database/files/number_shape.h"

#include <catch2/catch.hpp>

using askdb::database::number_shape;

TEST_CASE("number shape: whole numbers of 64 bits fit, longer ones and zeros in front do not",
          "[files]") {
    for (const char* text : {"0", "-1", "9223372036854775807", "-9223372036854775808"}) {
        INFO(text);
        CHECK(number_shape(text).is_whole);
        CHECK(number_shape(text).fits);
    }
    for (const char* text : {"9223372036854775808", "-9223372036854775809"}) {
        INFO(text);
        CHECK(number_shape(text).is_number);
        CHECK_FALSE(number_shape(text).fits);
    }
    for (const char* text : {"007", "-01", "00.5", "+5", "", "-", ".", "1_000", "1,5", "0x10", "1e",
                             "1e+", " 1", "1 ", "NaN", "inf", "--1"}) {
        INFO(text);
        CHECK_FALSE(number_shape(text).is_number);
    }
}

TEST_CASE("number shape: a decimal fits when a double gives its digits back", "[files]") {
    CHECK(number_shape("12.50").fits);
    CHECK(number_shape("12.50").scale == 2);
    CHECK(number_shape(".5").fits);
    CHECK(number_shape("5.").fits);
    CHECK(number_shape("0.1234567890123456").needs_double);
    CHECK(number_shape("13.404999999999999").fits);  // As programs print a double.
    CHECK_FALSE(number_shape("13.4049999999999990001").fits);
    CHECK_FALSE(number_shape("12345678901234567890123456789012345678.00").fits);
    CHECK_FALSE(number_shape("9007199254740993.5").fits);
}

TEST_CASE("number shape: exponents are for doubles, as far as those reach", "[files]") {
    CHECK(number_shape("1.5e-3").has_exponent);
    CHECK(number_shape("1E5").fits);
    CHECK(number_shape("1.000000000000000056e-01").fits);
    CHECK_FALSE(number_shape("1e400").fits);
    CHECK_FALSE(number_shape("1e5").is_whole);
}

TEST_CASE("number shape: the decimal mark may be a comma", "[files]") {
    CHECK(number_shape("-1234,5", ',').scale == 1);
    CHECK(number_shape("12345678901234,56", ',').fits == number_shape("12345678901234.56").fits);
    CHECK_FALSE(number_shape("1.234,5", ',').is_number);
}
