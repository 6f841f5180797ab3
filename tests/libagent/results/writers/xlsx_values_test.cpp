#include "libagent/results/writers/xlsx_values.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb::results;
using askdb::database::Kind;

namespace {

std::string text_of(std::string_view text) {
    return xlsx_text(text).text;
}

std::optional<double> number_of(Kind kind, std::string_view text) {
    const auto number = xlsx_number({kind, text});
    return number ? std::optional(number->value) : std::nullopt;
}

std::string format_of(Kind kind, std::string_view text) {
    const auto time = xlsx_time({kind, text});
    return time ? time->format : "none";
}

}

TEST_CASE("xlsx values: a text keeps all that XML can hold", "[results][xlsx]") {
    CHECK(text_of("plain") == "plain");
    CHECK(text_of("größe\n\t😀") == "größe\n\t😀");
    CHECK(text_of("_x0041_ _x004_ __x00aF_") == "_x005F_x0041_ _x004_ __x005F_x00aF_");
    CHECK(text_of(std::string_view("a\0b\xff", 4)) ==
          "a\xef\xbf\xbd"
          "b\xef\xbf\xbd");
    CHECK(text_of("\xef\xbf\xbe\xef\xbf\xbf") == "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_CASE("xlsx values: a text is cut after 32,767 UTF-16 units, between characters",
          "[results][xlsx]") {
    std::string faces, letters;
    for (int i = 0; i < 20'000; ++i) faces += "😀";
    for (int i = 0; i < 32'767; ++i) letters += "ä";

    CHECK(xlsx_text(faces).is_cut);
    CHECK(xlsx_text(faces).text.size() == 16'383 * 4);
    CHECK_FALSE(xlsx_text(letters).is_cut);
    CHECK(xlsx_text(letters + "a").text == letters);
    CHECK(xlsx_text(letters + "a").is_cut);
    CHECK(xlsx_text(std::string(10u << 20, 'a')).text.size() == most_xlsx_characters);
}

TEST_CASE("xlsx values: numbers only where a double and its 15 digits are exact",
          "[results][xlsx]") {
    CHECK(number_of(Kind::integer, "-999999999999999") == -999999999999999.0);
    CHECK(number_of(Kind::integer, "5000000000000000000") == 5e18);
    CHECK_FALSE(number_of(Kind::integer, "1000000000000001"));
    CHECK_FALSE(number_of(Kind::integer, "18446744073709551615"));
    CHECK(number_of(Kind::decimal, "0.000000000000001") == 1e-15);
    CHECK_FALSE(number_of(Kind::decimal, "369.2964257028112450"));
    CHECK_FALSE(number_of(Kind::decimal, "1e999"));
    CHECK_FALSE(number_of(Kind::decimal, "1e-320"));
    CHECK(number_of(Kind::real, "0.30000000000000004") == 0.1 + 0.2);
    for (const char* other : {"Infinity", "-Infinity", "NaN", "", "007", "+1", "1_000", "0x10"}) {
        INFO(other);
        CHECK_FALSE(number_of(Kind::real, other));
    }
    CHECK_FALSE(number_of(Kind::text, "12"));
}

TEST_CASE("xlsx values: a number that no spreadsheet can hold is none", "[results][xlsx]") {
    CHECK(number_of(Kind::real, "9.99999999999999e307") == 9.99999999999999e307);
    CHECK(number_of(Kind::real, "-2.3e-308") == -2.3e-308);
    CHECK(number_of(Kind::real, "-0.0") == 0.0);
    for (const char* other : {"1.7976931348623157e308", "-1e308", "5e-324", "-1e-310", "1e400"}) {
        INFO(other);
        CHECK_FALSE(number_of(Kind::real, other));
        CHECK_FALSE(number_of(Kind::decimal, other));
    }
}

TEST_CASE("xlsx values: a number shows the places that it has", "[results][xlsx]") {
    CHECK(xlsx_number({Kind::integer, "123456789012"})->format == "0");
    CHECK(xlsx_number({Kind::decimal, "12.50"})->format == "0.00");
    CHECK(xlsx_number({Kind::decimal, "1e3"})->format.empty());
    CHECK(xlsx_number({Kind::decimal, "1.00000000000000000000"})->format.empty());
    CHECK(xlsx_number({Kind::real, "0.1"})->format.empty());
}

TEST_CASE("xlsx values: points in time from 1900 to 9999 are such", "[results][xlsx]") {
    CHECK(format_of(Kind::date, "1900-01-01") == "yyyy-mm-dd");
    CHECK(format_of(Kind::timestamp, "9999-12-31 23:59:59") == "yyyy-mm-dd hh:mm:ss");
    CHECK(format_of(Kind::timestamp, "2024-02-29T23:59") == "yyyy-mm-dd hh:mm:ss");
    CHECK(format_of(Kind::timestamp, "2024-02-29 23:59:59.5") == "yyyy-mm-dd hh:mm:ss.000");
    CHECK(format_of(Kind::timestamp, "2024-02-29 00:00:00+00:00") == "yyyy-mm-dd hh:mm:ss\" UTC\"");
    CHECK(format_of(Kind::time, "23:59:59.25") == "hh:mm:ss.000");
    CHECK(xlsx_time({Kind::timestamp, "2024-02-29 01:02:03.25"})->second == 3.25);
}

TEST_CASE("xlsx values: any other point in time stays text", "[results][xlsx]") {
    for (const char* text :
         {"1899-12-31", "0001-01-01", "2023-02-29", "2024-13-01", "2024-00-00", "infinity",
          "10000-01-01", "0044-03-15 BC", "2024-01-01 24:00:00", "2024-01-01 12:60:00",
          "2024-01-01 12:00:60", "2024-01-01 12:00:00+02", "2024-01-01 12:00:00.",
          "2024-01-01 12:00:00 x", "2024-01-01x", "", "2024", "2024-1-1"}) {
        INFO(text);
        CHECK(format_of(Kind::date, text) == "none");
        CHECK(format_of(Kind::timestamp, text) == "none");
    }
    for (const char* text : {"-838:59:59", "24:00:00", "12", "12:00:00+02", ""}) {
        INFO(text);
        CHECK(format_of(Kind::time, text) == "none");
    }
    CHECK(format_of(Kind::text, "2024-02-29") == "none");
}

TEST_CASE("xlsx values: what would round to the year 10000 or to 24:00 stays text",
          "[results][xlsx]") {
    CHECK(format_of(Kind::timestamp, "9999-12-31 23:59:59.999999") == "none");
    CHECK(format_of(Kind::timestamp, "9999-12-31 23:59:59.9995+00:00") == "none");
    CHECK(format_of(Kind::timestamp, "9999-12-31 23:59:59.999") == "yyyy-mm-dd hh:mm:ss.000");
    CHECK(format_of(Kind::timestamp, "9999-12-30 23:59:59.999999") == "yyyy-mm-dd hh:mm:ss.000");
    CHECK(format_of(Kind::time, "23:59:59.999999") == "none");
    CHECK(format_of(Kind::time, "22:59:59.999999") == "hh:mm:ss.000");
}
