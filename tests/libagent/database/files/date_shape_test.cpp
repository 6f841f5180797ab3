#include "libagent/database/files/date_shape.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

std::string iso(std::string_view text, DateOrder order) {
    std::string scratch;
    return std::string(iso_date_text(text, order, scratch));
}

std::string moment(std::string_view text, DateOrder order) {
    std::string scratch;
    return std::string(iso_timestamp_text(text, order, scratch));
}

}

TEST_CASE("date shape: a date has every order that gives a real day", "[files]") {
    CHECK(date_shape("2024-02-29").orders == iso_date);
    CHECK(date_shape("2024/2/9").orders == year_month_day);
    CHECK(date_shape("31.12.2023").orders == day_month_year);
    CHECK(date_shape("12/31/2023").orders == month_day_year);
    CHECK(date_shape("3/4/2023").orders == unsigned(day_month_year | month_day_year));
    for (const char* text : {"2023-02-29", "2024-13-01", "32/01/2024", "1/2/24", "2024-01", "1.2",
                             "2024-01/02", "20240105", "", "2024-01-05x", "2024-01-05 ",
                             "2024-01-05 25:00", "00000-01-01", "1.2.3.4", "10:30"}) {
        INFO(text);
        CHECK(date_shape(text).orders == 0);
    }
}

TEST_CASE("date shape: a time of day may follow, with a zone", "[files]") {
    for (const char* text : {"2024-01-05T10:30", "2024-01-05 10:30:59.123Z",
                             "2024-01-05 10:30:00+02:00", "2024-01-05 10:30+02"}) {
        INFO(text);
        CHECK(date_shape(text).orders == iso_date);
        CHECK(date_shape(text).has_time);
    }
    CHECK(date_shape("2024-01-05 10:30:00.").orders == 0);
    CHECK(date_shape("2024-01-05 10:30 CET").orders == 0);
    CHECK(date_shape("2024-01-05 10:30Z").has_zone);
    CHECK_FALSE(date_shape("2024-01-05 10:30").has_zone);
    CHECK(date_shape("9999-12-31 23:59:59Z").has_zone);
    CHECK(date_shape("9999-12-31 23:59:59-01:00").orders == 0);  // No year of four digits in UTC.
    CHECK(date_shape("0000-01-01 00:00+01:00").orders == 0);
    CHECK(date_shape("2024-01-05 10:30+2").orders == 0);
    CHECK(date_shape("2024-01-05 10:30+02:0").orders == 0);
    CHECK(is_time_of_day("23:59:59.5"));
    CHECK_FALSE(is_time_of_day("9:30"));
    CHECK_FALSE(is_time_of_day("10:30Z"));
    CHECK_FALSE(is_time_of_day("24:00"));
}

TEST_CASE("date shape: dates are written anew as ISO 8601", "[files]") {
    CHECK(iso("2024-01-05", iso_date) == "2024-01-05");
    CHECK(iso("5.1.2024", day_month_year) == "2024-01-05");
    CHECK(iso("1/5/2024", month_day_year) == "2024-01-05");
}

TEST_CASE("date shape: a moment has one spelling, whatever the file has", "[files]") {
    for (const char* text : {"2024-01-05", "2024-01-05 00:00", "2024-01-05T00:00:00",
                             "2024-01-05 00:00:00.000", "2024-01-05 02:00+02:00"}) {
        INFO(text);
        CHECK(moment(text, iso_date) == "2024-01-05 00:00:00");
    }
    CHECK(moment("2024/1/5 07:08", year_month_day) == "2024-01-05 07:08:00");
    CHECK(moment("5.1.2024", day_month_year) == "2024-01-05 00:00:00");
    CHECK(moment("1/5/2024 07:08:09.500", month_day_year) == "2024-01-05 07:08:09.5");
    CHECK(moment("2024-01-05T07:08:09.50Z", iso_date) == "2024-01-05 07:08:09.5");
    CHECK(moment("2024-01-05T07:08:09.123456789", iso_date) == "2024-01-05 07:08:09.123456789");
    CHECK(moment("2024-01-05T07:08:09+0530", iso_date) == "2024-01-05 01:38:09");
    CHECK(moment("2024-03-01T01:30+02:00", iso_date) == "2024-02-29 23:30:00");
    CHECK(moment("2024-01-05 10:30+02", iso_date) == "2024-01-05 08:30:00");
    CHECK(moment("31.12.2023 23:00:59.5-0200", day_month_year) == "2024-01-01 01:00:59.5");
    CHECK(moment("2024-01-05 07:08:09-05", iso_date) == "2024-01-05 12:08:09");
    CHECK(moment("0000-01-01 23:59:60", iso_date) == "0000-01-01 23:59:60");
    CHECK(moment("9999-12-31 23:59:59.9", iso_date) == "9999-12-31 23:59:59.9");
}

TEST_CASE("date shape: a time of day has one spelling, too", "[files]") {
    std::string scratch;
    CHECK(iso_time_text("10:30", scratch) == "10:30:00");
    CHECK(iso_time_text("10:30:00.000", scratch) == "10:30:00");
    CHECK(iso_time_text("10:30:00.250", scratch) == "10:30:00.25");
    CHECK(iso_time_text("10:30:50", scratch) == "10:30:50");
}
