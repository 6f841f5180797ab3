#include "libagent/results/exact_number.h"

#include "libagent/results/profile.h"

#include <catch2/catch.hpp>

using askdb::results::compare_numbers;
using askdb::results::ExactNumber;

TEST_CASE("numbers: order is by value, however they are spelled", "[results]") {
    const std::vector<std::string> ascending = {"-Infinity",
                                                "-1e21",
                                                "-100",
                                                "-99.5",
                                                "-1.50",
                                                "-1e-3",
                                                "0",
                                                "1e-400",
                                                ".001",
                                                "0.01",
                                                "9",
                                                "10",
                                                "12.4",
                                                "12.40001",
                                                "99",
                                                "1e21",
                                                "1000000000000000000001",
                                                "2E+21",
                                                "1e400",
                                                "Infinity",
                                                "NaN"};

    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            INFO(ascending[i] << " and " << ascending[j]);
            CHECK(compare_numbers(ascending[i], ascending[j]) == (i < j ? -1 : i > j ? 1 : 0));
        }
    }
}

TEST_CASE("numbers: equal values are equal in every spelling, and hash alike", "[results]") {
    const std::vector<std::vector<std::string>> same = {
        {"0", "-0", "0.000", "0e99", "+0", ".0"},
        {"1", "1.0", "01", "+1", "1e0", "0.1e1", "10e-1", "1."},
        {"-1200", "-1.2e3", "-12E+2", "-001200.00"},
        {"1e21", "1000000000000000000000", "1000000000000000000000.0"},
        {"Infinity", "inf", "+Infinity"}};

    for (const auto& group : same) {
        for (const std::string& a : group) {
            for (const std::string& b : group) {
                INFO(a << " and " << b);
                CHECK(compare_numbers(a, b) == 0);
                CHECK(ExactNumber(a).hash() == ExactNumber(b).hash());
            }
        }
    }
}

TEST_CASE("numbers: no digit is rounded away, whatever the length", "[results]") {
    const std::string big(5000, '7');

    CHECK(compare_numbers("9007199254740993", "9007199254740992") == 1);
    CHECK(compare_numbers("0.1", "0.1000000000000000055511151231257827") == -1);
    CHECK(compare_numbers(big + ".1", big + ".2") == -1);
    CHECK(compare_numbers("-" + big, "-" + big + "1") == 1);
    CHECK(compare_numbers(big, big + ".0") == 0);
}

TEST_CASE("numbers: hostile texts neither overflow nor count as numbers", "[results]") {
    const std::string nines(400, '9');

    CHECK(compare_numbers("1e" + nines, "1e5") == 1);
    CHECK(compare_numbers("1e-" + nines, "1e-5") == -1);
    CHECK(compare_numbers("0e" + nines, "0") == 0);
    for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "1 ", " 1", "0x10", "1.2.3", "--1"}) {
        INFO(text);
        CHECK(compare_numbers(text, "NaN") == 1);
        CHECK(compare_numbers(text, text) == 0);
    }
}
