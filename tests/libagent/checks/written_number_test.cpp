#include "libagent/checks/written_number.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace askdb::checks {
namespace {

/// The numbers of a text as they are written, with blanks between.
std::string texts_in(const std::string& text) {
    std::string out;
    for (const WrittenNumber& number : find_numbers(text))
        out += text.substr(number.begin, number.end - number.begin) + "; ";
    return out;
}

WrittenNumber only(const std::string& text) {
    const auto numbers = find_numbers(text);
    INFO(text);
    REQUIRE(numbers.size() == 1);
    return numbers[0];
}

bool may_be(const std::string& text, double value) {
    for (const NumberReading& reading : only(text).readings) {
        if (reading.low <= value && value <= reading.high) return true;
    }
    return false;
}

}

TEST_CASE("written number: scales, percent and currencies belong to it", "[checks]") {
    CHECK(texts_in("It is $3.4M, €11,008 or EUR 5.") == "$3.4M; €11,008; EUR 5; ");
    CHECK(texts_in("12 % of 2.5k and 40 percent, 5 pour cent") ==
          "12 %; 2.5k; 40 percent; 5 pour cent; ");
    CHECK(only("3.4 million").readings[0].value == Approx(3.4e6));
    CHECK(only("3,84 lakh").readings[0].value == Approx(384'000));
    CHECK(only("12 %").is_percent);
    CHECK(only("€5m").readings[0].value == 5e6);
    CHECK(only("1.2e6").readings[0].value == 1.2e6);
    CHECK(only("½").is_fraction);
    CHECK(only("2½ hours").readings[0].value == 2.5);
    CHECK(only("3/4 of them").is_fraction);
}

TEST_CASE("written number: what it may be when rounded or cut off as printed", "[checks]") {
    CHECK(may_be("12.5", 12.46));
    CHECK(may_be("12.4", 12.46));
    CHECK_FALSE(may_be("12.3", 12.46));
    CHECK_FALSE(may_be("12.5", 12.61));
    CHECK_FALSE(may_be("12", 13));
    CHECK(may_be("about 1,200", 1187));
    CHECK_FALSE(may_be("1,200", 1187));
    CHECK(may_be("over 5,000", 5267));
    CHECK_FALSE(may_be("over 5,000", 4999));
    CHECK(may_be("almost 300", 277));
    CHECK(may_be("not even 2,000", 1955));
    CHECK_FALSE(may_be("0", 0.4));
}

TEST_CASE("written number: three digits behind a sign are read as the text writes decimals",
          "[checks]") {
    const auto readings = [](const char* text) {
        std::string out;
        const std::vector<WrittenNumber> numbers = find_numbers(text);
        for (const NumberReading& reading : numbers.at(0).readings)
            out += std::to_string(reading.value) + (reading.is_padded ? " padded; " : "; ");
        return out;
    };
    CHECK(readings("There are 79,000 orders") == "79000.000000; ");
    CHECK(readings("Es sind 896.390 Euro") == "896390.000000; ");
    CHECK(readings("Es sind 896,390 Euro") == "896390.000000; 896.390000; ");
    CHECK(readings("1,234 and 5.5") == "1234.000000; ");
    CHECK(readings("1,234; 5,5") == "1234.000000; 1.234000; ");
    CHECK(readings("79.000") == "79000.000000; 79.000000 padded; ");
    CHECK(readings("It is 1.099M") == "1099000000.000000; 1099000.000000; ");
}

TEST_CASE("written number: bounds and hedges go one way, and not far", "[checks]") {
    CHECK(may_be("nearly 900", 861));
    CHECK_FALSE(may_be("nearly 10,000", 861));
    CHECK_FALSE(may_be("almost 2,000", 1507));
    CHECK_FALSE(may_be("nearly two thousand", 1507));
    CHECK_FALSE(may_be("nearly 800", 861));
    CHECK(may_be("less than 1,000", 861));
    CHECK_FALSE(may_be("more than 1,000", 861));
    CHECK(may_be("exceed 800", 861));
    CHECK(may_be("about 1,000", 861));
    CHECK_FALSE(may_be("about 1,000", 1450));
    CHECK(may_be("about 1 million", 1.4e6));
    CHECK(may_be("nearly 5", 4.6));
}

TEST_CASE("written number: negative ones, and ranges as two", "[checks]") {
    CHECK(only("−5").is_negative);
    CHECK(only("-5.2").is_negative);
    CHECK(only("(4 019,92) €").readings[0].value == Approx(4019.92));
    CHECK(texts_in("3–5 days, 10-15") == "3; 5 days; 10; 15; ");
    const auto range = find_numbers("between 30 and 35 thousand");
    REQUIRE(range.size() == 2);
    CHECK(range[0].readings.back().value == 30'000);
}

TEST_CASE("written number: measures and multiples", "[checks]") {
    CHECK(only("184 ms").measure == Measure::milliseconds);
    CHECK(only("8.9 s").measure == Measure::seconds);
    CHECK(only("48.3GB").measure_size == 1e9);
    CHECK(only("30-day").measure == Measure::days);
    CHECK(only("2.2×").is_multiple);
    CHECK(only("3 times").is_multiple);
    CHECK(only("twice").is_multiple);
}

TEST_CASE("written number: words", "[checks]") {
    CHECK(texts_in("Three of twenty-one, a dozen, two hundred") ==
          "Three; twenty-one; a dozen; two hundred; ");
    CHECK(only("two million").readings[0].value == 2e6);
    CHECK(texts_in("one of the first, once more, hundreds of them").empty());
    CHECK(only("A third are late").is_fraction);
    CHECK(only("One out of four is").readings[0].value == 0.25);
    CHECK(only("soixante-dix-neuf ordres").readings[0].value == 79);
    CHECK(only("Il y a setenta y nueve").readings[0].value == 79);
    CHECK(only("neunundsiebzig").readings[0].value == 79);
    CHECK(only("ten or more sites").hedge == Hedge::over);
    CHECK(only("au moins 70").hedge == Hedge::over);
}

TEST_CASE("written number: dates, times, ordinals and names are set apart", "[checks]") {
    CHECK(texts_in("On 2025-06-30 at 12:30, 24 Aug 2023, in 2024, since 1998").empty());
    CHECK(texts_in("WO-1042, r1, ABC123, v2.1.0, v2, P-100, p99, BRN-04 and Q3").empty());
    CHECK(texts_in("550e8400-e29b-41d4-a716-446655440000 at 192.168.0.1:8080").empty());
    CHECK(texts_in("call +49 30 1234567, 3rd, 21st, 2e, #7, page 3, no. 5, week 12, 24/7").empty());
    CHECK(texts_in("ISO 55000, SKU-816, A4, col2").empty());
    CHECK(texts_in("816orders, 12sites") == "816; 12; ");
    CHECK(texts_in("2024 orders") == "2024; ");
    CHECK_FALSE(only("2024 orders").may_be_year);
    CHECK(only("Order 2058 is late").may_be_year);
}

TEST_CASE("written number: any text is read to its end", "[checks]") {
    for (const char* const text : {"", "-", "1", "1,", "1.", "€", "½½½", "1e", "1-", "1/",
                                   "a1\xff"
                                   "2",
                                   "\xe2\x80", "9999999999999999999999999999999999",
                                   "1 000 000 000 000", "..5", "%%", "12 in "})
        CHECK_NOTHROW(find_numbers(text));
}

}
