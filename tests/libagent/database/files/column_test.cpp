#include "libagent/database/files/column_guess.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace askdb::database;

namespace {

ColumnType type_of(const std::vector<std::string>& values, Written written = Written::plain,
                   bool commas = false) {
    ColumnGuess guess(commas);
    for (const std::string& value : values)
        guess.see({value, value.empty() && written == Written::plain ? Written::missing : written});
    return guess.settle(false);
}

std::string declared(const std::vector<std::string>& values) {
    return type_of(values).declared();
}

}

TEST_CASE("column: the type holds every value", "[files]") {
    CHECK(declared({"1", "-20", ""}) == "INTEGER");
    CHECK(declared({"1.5", "20", "-300.25"}) == "DECIMAL(5,2)");
    CHECK(declared({"0.05"}) == "DECIMAL(3,2)");
    CHECK(declared({"1e+3", "2"}) == "REAL");
    CHECK(declared({"true", "FALSE"}) == "BOOLEAN");
    CHECK(declared({"2024-01-05", "2023-12-31"}) == "DATE");
    CHECK(declared({"2024-01-05", "2023-12-31T10:00"}) == "TIMESTAMP");
    CHECK(declared({"10:30", "23:59:59"}) == "TIME");
    CHECK(declared({"1", "x"}) == "TEXT");
    CHECK(declared({"1", "2024-01-05"}) == "TEXT");
    CHECK(declared({"12", "007"}) == "TEXT");
    CHECK(declared({"", ""}) == "TEXT");
    CHECK(declared({" 12 ", "5"}) == "INTEGER");
}

TEST_CASE("column: what would lose digits stays text, and is told", "[files]") {
    for (const std::vector<std::string>& values :
         {std::vector<std::string>{"1", "9223372036854775808"},
          {"0.1", "1234567890.12345678901"},
          {"1e+5", "9007199254740993"},
          {"1e+400"}}) {
        CHECK(type_of(values).type == FileType::text);
        CHECK(type_of(values).note == ColumnNote::too_big);
    }
    CHECK(declared({"9223372036854775807", "1.5"}) == "DECIMAL(20,1)");
}

TEST_CASE("column: days and months are told apart by all values or not at all", "[files]") {
    CHECK(type_of({"1/2/2024", "13/2/2024"}).order == day_month_year);
    CHECK(type_of({"1/2/2024", "13/2/2024"}).note == ColumnNote::day_first);
    CHECK(type_of({"1/2/2024", "2/13/2024"}).order == month_day_year);
    CHECK(type_of({"1/2/2024", "3/4/2024"}).note == ColumnNote::ambiguous_date);
    CHECK(type_of({"1/2/2024", "3/4/2024"}).type == FileType::text);
    CHECK(type_of({"13/2/2024", "2/13/2024"}).type == FileType::text);
    CHECK(type_of({"2024-01-02", "13/2/2024"}).type == FileType::text);
}

TEST_CASE("column: words for no value count so among numbers, and are texts among texts",
          "[files]") {
    CHECK(type_of({"1", "NA", "-", "N/A", "NULL", "\\N"}).type == FileType::integer);
    CHECK(type_of({"1", "NA"}).has_null_words);
    CHECK_FALSE(type_of({"x", "NA"}).has_null_words);
    CHECK(type_of({"NA", "NA"}).type == FileType::text);
    CHECK(type_of({"1", ""}, Written::quoted).type == FileType::integer);
}

TEST_CASE("column: a decimal comma counts where it may, when all values agree", "[files]") {
    CHECK(type_of({"1,5", "20"}, Written::plain, true).has_decimal_comma);
    CHECK(type_of({"1,5", "20"}, Written::plain, true).declared() == "DECIMAL(3,1)");
    CHECK(type_of({"1,5", "2.5"}, Written::plain, true).type == FileType::text);
    CHECK(type_of({"1,5"}).type == FileType::text);
    ColumnGuess points(true);
    points.see({"1.25", Written::plain});
    CHECK(points.settle(false).type == FileType::decimal);
    CHECK(points.settle(true).note == ColumnNote::both_marks);
    CHECK(points.settle(true).type == FileType::text);
}

TEST_CASE("column: points between thousands are none of a number with a decimal comma", "[files]") {
    const ColumnType grouped =
        type_of({"10,50", "1.000,00", "-1.234.567", "7"}, Written::plain, true);
    CHECK(grouped.has_decimal_comma);
    CHECK(grouped.declared() == "DECIMAL(9,2)");
    CHECK(grouped.note == ColumnNote::decimal_comma);
    for (const char* other :
         {"1.5", "1.00,5", "0.123,5", "1,000.00", "1.000,5,5", "1.000,000.00"}) {
        INFO(other);
        CHECK(type_of({"10,50", other}, Written::plain, true).type == FileType::text);
    }
}

TEST_CASE("column: a comma that may be one of thousands is decimal only when the column proves it",
          "[files]") {
    ColumnGuess doubtful(true);
    for (const char* text : {"1,234", "12,500", "7"}) doubtful.see({text, Written::plain});
    CHECK(doubtful.settle(false).type == FileType::text);
    CHECK(doubtful.settle(false).note == ColumnNote::other_numbers);
    CHECK_FALSE(doubtful.needs_commas());
    CHECK(doubtful.settle(true).type == FileType::text);
    for (const char* proof : {"1,5", "0,500", "1234,500", "1.000,500", ",500"}) {
        INFO(proof);
        CHECK(type_of({"1,234", proof}, Written::plain, true).has_decimal_comma);
    }
}

TEST_CASE("column: most values in another spelling of numbers are told, with an example",
          "[files]") {
    for (const std::vector<std::string>& values : {std::vector<std::string>{"10,50", "7.25"},
                                                   {"1,234", "12"},
                                                   {"12%", "5 %", "n.a."},
                                                   {"$5.00", "-$1,000.00"},
                                                   {"€ 5", "7 €"},
                                                   {"1 234", "1'234.5"}}) {
        INFO(values[0]);
        CHECK(type_of(values).type == FileType::text);
        CHECK(type_of(values).note == ColumnNote::other_numbers);
        CHECK(type_of(values).example == values[0]);
    }
    CHECK(type_of({"12%"}, Written::json_text).note == ColumnNote::other_numbers);
    for (const std::vector<std::string>& values : {std::vector<std::string>{"a", "12%", "b"},
                                                   {"10.0.0.1", "192.168.1.1"},
                                                   {"1.2.3"},
                                                   {"007", "012"},
                                                   {"12", "x"},
                                                   {"Oslo, 5"},
                                                   {"2024-01-05", "x"}}) {
        INFO(values[0]);
        CHECK(type_of(values).note == ColumnNote::none);
    }
}

TEST_CASE("column: codes with an E are no numbers, as long as nothing proves it", "[files]") {
    for (const std::vector<std::string>& codes :
         {std::vector<std::string>{"1E5", "22E3", "7E1"}, {"1e5", "12"}, {"1E400", ""}}) {
        CHECK(type_of(codes).type == FileType::text);
        CHECK(type_of(codes).note == ColumnNote::codes);
    }
    CHECK(declared({"1.5e-05", "1e+06"}) == "REAL");
    CHECK(declared({"1E5", "2e-3"}) == "REAL");
    CHECK(declared({"1e20", "0.5"}) == "REAL");
    CHECK(type_of({"1E5"}, Written::json_number).type == FileType::real);
}

TEST_CASE("column: a point that may be one of thousands makes a text, beside semicolons",
          "[files]") {
    for (const std::vector<std::string>& values :
         {std::vector<std::string>{"1.234", "2.500"}, {"1.234.567", "-12.000"}, {"500", "1.234"}}) {
        CHECK(type_of(values, Written::plain, true).type == FileType::text);
        CHECK(type_of(values, Written::plain, true).note == ColumnNote::thousands);
    }
    CHECK(type_of({"1.234", "2.500"}).type == FileType::decimal);
    for (const char* proof : {"2.5", "0.500", "1234.500"})
        CHECK(type_of({"1.234", proof}, Written::plain, true).type == FileType::decimal);
    CHECK(type_of({"123", "456"}, Written::plain, true).type == FileType::integer);
    CHECK(type_of({"1.234", "x"}, Written::plain, true).note == ColumnNote::none);
}

TEST_CASE("column: times have an offset, all of them or none", "[files]") {
    const ColumnType zones = type_of({"2024-01-05T10:00Z", "2024-01-05 10:00:00+02:00"});
    CHECK(zones.type == FileType::timestamp);
    CHECK(zones.has_zones);
    CHECK(type_of({"2024-01-05T10:00Z"}, Written::json_text).has_zones);
    for (const char* bare : {"2024-01-05 10:00", "2024-01-05"}) {
        CHECK(type_of({"2024-01-05T10:00Z", bare}).type == FileType::text);
        CHECK(type_of({"2024-01-05T10:00Z", bare}).note == ColumnNote::some_zones);
    }
    CHECK_FALSE(type_of({"2024-01-05 10:00"}).has_zones);
}

TEST_CASE("column: JSON says itself what is a number and what a text", "[files]") {
    CHECK(type_of({"1", "2"}, Written::json_text).type == FileType::text);
    CHECK(type_of({"2024-01-05"}, Written::json_text).type == FileType::date);
    CHECK(type_of({"1", "2.5"}, Written::json_number).type == FileType::decimal);
    CHECK(type_of({"true"}, Written::json_boolean).type == FileType::boolean);
    CHECK(type_of({"true"}, Written::json_text).type == FileType::text);
    CHECK(type_of({"[1]"}, Written::json_nested).type == FileType::text);
    ColumnGuess mixed;
    mixed.see({"1", Written::json_number});
    mixed.see({"x", Written::json_text});
    CHECK(mixed.settle(false).type == FileType::text);
}

TEST_CASE("column: a key rises from row to row", "[files]") {
    const auto rises = [](const std::vector<std::string>& values) {
        ColumnGuess guess;
        for (const std::string& value : values)
            guess.see({value, value.empty() ? Written::missing : Written::plain});
        return guess.is_rising_key();
    };
    CHECK(rises({"1", "2", "10"}));
    CHECK_FALSE(rises({"1", "1"}));
    CHECK_FALSE(rises({"2", "1"}));
    CHECK_FALSE(rises({"1", "", "2"}));
    CHECK_FALSE(rises({"1", "2.5"}));
    CHECK_FALSE(rises({}));
}
