#include "libagent/checks/number_digits.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace askdb::checks {
namespace {

std::vector<double> values_of(const std::string& text) {
    std::vector<double> values;
    for (const auto& reading : scan_digits(text, 0).readings) values.push_back(reading.value);
    return values;
}

using Values = std::vector<double>;

}

TEST_CASE("number digits: groups and decimals of many countries", "[checks]") {
    CHECK(values_of("1,234.5") == Values{1234.5});
    CHECK(values_of("1.234,5") == Values{1234.5});
    CHECK(values_of("1 234 567,89") == Values{1234567.89});
    CHECK(values_of("1\u202F234") == Values{1234});
    CHECK(values_of("1'234.50") == Values{1234.5});
    CHECK(values_of("1’234") == Values{1234});
    CHECK(values_of("12,34,567.8") == Values{1234567.8});
    CHECK(values_of("1,234,567") == Values{1234567});
    CHECK(values_of("12.5") == Values{12.5});
    CHECK(values_of("1.2e6") == Values{1.2e6});
    CHECK(values_of("3E-2") == Values{0.03});
}

TEST_CASE("number digits: what may be either keeps both readings", "[checks]") {
    CHECK(values_of("1.234") == Values{1234, 1.234});
    CHECK(values_of("1,234") == Values{1234, 1.234});
    CHECK(values_of("0.125") == Values{0.125});
    CHECK(values_of("1234.567") == Values{1234.567});
}

TEST_CASE("number digits: versions, addresses and keys are no numbers", "[checks]") {
    CHECK(scan_digits("1.2.3", 0).is_identifier);
    CHECK(scan_digits("192.168.0.1", 0).is_identifier);
    CHECK(scan_digits("0042", 0).is_identifier);
    CHECK(scan_digits("12, 13", 0).end == 2);
    CHECK(scan_digits("12.", 0).end == 2);
}

TEST_CASE("number digits: steps and significant digits", "[checks]") {
    CHECK(scan_digits("1200", 0).significant == 2);
    CHECK(scan_digits("1200", 0).readings[0].round_step == 100);
    CHECK(scan_digits("0.012", 0).significant == 2);
    CHECK(scan_digits("1.50", 0).significant == 3);
    CHECK(scan_digits("1.50", 0).readings[0].step == Approx(0.01));
    CHECK(scan_digits("0", 0).significant == 1);
}

}
