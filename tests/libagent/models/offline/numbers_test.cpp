#include "libagent/models/offline/numbers.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;
using database::Kind;

namespace {

/// How a number of a column of this type is read.
struct ReadNumber {
    const char* type = "DECIMAL(12,2)";
    Aggregate aggregate = Aggregate::none;
    Kind kind = Kind::decimal;
    bool real = false;

    std::string of(const std::string& text) const {
        const database::Column column{.name = "cost", .type = type, .kind = kind};
        return number_for_people({aggregate, ColumnRef{0, &column}}, real, text);
    }
};

}

TEST_CASE("numbers: a declared scale is shown, and no digit of a value is dropped", "[offline]") {
    for (const char* type : {"DECIMAL(12,2)", "numeric(12,2)", "decimal(12, 2) unsigned"}) {
        INFO(type);
        CHECK(ReadNumber{type}.of("12.5") == "12.50");
        CHECK(ReadNumber{type}.of("12.50") == "12.50");
        CHECK(ReadNumber{type, Aggregate::sum}.of("4420920.0") == "4420920.00");
        CHECK(ReadNumber{type, Aggregate::maximum}.of("184500") == "184500.00");
        CHECK(ReadNumber{type}.of("-0.125") == "-0.125");
        CHECK(ReadNumber{type}.of("1234567890123456789012345.5") == "1234567890123456789012345.50");
    }
}

TEST_CASE("numbers: an average reads the same with any number of digits behind it", "[offline]") {
    for (const char* text : {"139460.4", "139460.4000000000000000", "139460.400000"})
        CHECK(ReadNumber{.aggregate = Aggregate::average}.of(text) == "139460.40");
    // 2.005, from exact decimals and from two floating point neighbours.
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("2.0050000000000000") == "2.01");
    CHECK(ReadNumber{.aggregate = Aggregate::average, .real = true}.of("2.0050000000000003") ==
          "2.01");
    CHECK(ReadNumber{.aggregate = Aggregate::average, .real = true}.of("2.0049999999999999") ==
          "2.01");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("2.0049000000000000") == "2.00");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("-0.995") == "-1.00");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("9.999") == "10.00");
    CHECK(ReadNumber{"DECIMAL(8,4)", Aggregate::average}.of("1.23456") == "1.2346");
    CHECK(ReadNumber{"INTEGER", Aggregate::average, Kind::integer}.of("15.5") == "15.50");
    CHECK(ReadNumber{"INTEGER", Aggregate::average, Kind::integer}.of("30") == "30.00");
}

TEST_CASE("numbers: a small average is not rounded to nothing", "[offline]") {
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("0.0012349") == "0.00123");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("0.034567") == "0.0346");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("0.5") == "0.50");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("0.0000") == "0.00");
    CHECK(ReadNumber{.aggregate = Aggregate::average}.of("0") == "0.00");
}

TEST_CASE("numbers: a sum of floating point shows no noise", "[offline]") {
    const ReadNumber sum{"REAL", Aggregate::sum, Kind::real, true};

    CHECK(sum.of("0.30000000000000004") == "0.3");
    CHECK(sum.of("4420920.0") == "4420920");
    CHECK(sum.of("12345678901234567.0") == "12345678901234567");
    CHECK(ReadNumber{"REAL", Aggregate::none, Kind::real, true}.of("0.30000000000000004") ==
          "0.30000000000000004");
}

TEST_CASE("numbers: a very large value keeps the decimals that it has", "[offline]") {
    const ReadNumber average{"REAL", Aggregate::average, Kind::real, true};
    const ReadNumber sum{"REAL", Aggregate::sum, Kind::real, true};

    CHECK(average.of("199999999999999.12") == "199999999999999.12");
    CHECK(average.of("-199999999999999.12") == "-199999999999999.12");
    CHECK(average.of("12345678901234.565") == "12345678901234.57");
    CHECK(sum.of("199999999999999.12") == "199999999999999.12");
}

TEST_CASE("numbers: what has an exponent is written out where it fits", "[offline]") {
    const ReadNumber sum{"REAL", Aggregate::sum, Kind::real, true};
    const ReadNumber stored{"REAL", Aggregate::none, Kind::real, true};

    CHECK(sum.of("1.0000000000000003e+15") == "1000000000000000.3");
    CHECK(sum.of("-2E16") == "-20000000000000000");
    CHECK(stored.of("1.25e+20") == "125000000000000000000");
    CHECK(stored.of("1.25e-05") == "0.0000125");
    CHECK(stored.of("-1.25e-05") == "-0.0000125");
    CHECK(ReadNumber{"REAL", Aggregate::average, Kind::real, true}.of("1.5e-05") == "0.000015");
    for (const char* text : {"1e+21", "1e-11", "1e", "1e+", "e5", "1e5x", "1e99999999999"})
        CHECK(stored.of(text) == text);
}

TEST_CASE("numbers: what is no plain number of a column stays as it is", "[offline]") {
    for (const char* text : {"1e+300", "NaN", "Infinity", "", "-", ".", "12a", "1.2.3", "$3.50"})
        CHECK(ReadNumber{}.of(text) == text);
    CHECK(ReadNumber{"VARCHAR(9)", Aggregate::none, Kind::text}.of("007") == "007");
    CHECK(ReadNumber{.aggregate = Aggregate::count_distinct}.of("12") == "12");
    CHECK(number_for_people({Aggregate::count, {}}, false, "12") == "12");
}

TEST_CASE("numbers: the scale is what the type declares", "[offline]") {
    CHECK(declared_scale("DECIMAL(12,2)") == 2U);
    CHECK(declared_scale("numeric(10, 0)") == 0U);
    for (const char* type : {"numeric", "DECIMAL(12)", "numeric(5,-2)", "decimal(1,)", "REAL",
                             "decimal(1,999)", "decimal,"})
        CHECK_FALSE(declared_scale(type).has_value());
}
