#include "libagent/checks/number_words.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

double spoken(const std::string& text) {
    const SpokenNumber number = spoken_number(text, words_of(text), 0);
    return number.words == 0 ? -1 : number.value;
}

Hedge hedged(const std::string& text) {
    return hedge_of(words_of(text));
}

}

TEST_CASE("number words: English is put together, others are single words", "[checks]") {
    CHECK(spoken("three sites") == 3);
    CHECK(spoken("twenty-one") == 21);
    CHECK(spoken("two hundred") == 200);
    CHECK(spoken("two hundred and five") == 205);
    CHECK(spoken("a dozen machines") == 12);
    CHECK(spoken("forty thousand") == 40'000);
    CHECK(spoken("zwölf Werke") == 12);
    CHECK(spoken("douze sites") == 12);
    CHECK(spoken("cuatro") == 4);
    CHECK(spoken("one of them") == -1);
    CHECK(spoken("and then") == -1);
    CHECK(spoken("once") == -1);
}

TEST_CASE("number words: parts and multiples", "[checks]") {
    CHECK(spoken("two thirds of them") == Approx(2.0 / 3));
    CHECK(spoken("a quarter of them") == Approx(0.25));
    CHECK(spoken("half of them") == Approx(0.5));
    CHECK(spoken("one in five") == Approx(0.2));
    CHECK(spoken("twice") == 2);
    CHECK(spoken("half way") == -1);
    CHECK(spoken("a quarter ago") == -1);
}

TEST_CASE("number words: what stands before tells how exact it is", "[checks]") {
    CHECK(hedged("about") == Hedge::about);
    CHECK(hedged("more than") == Hedge::over);
    CHECK(hedged("moins de") == Hedge::under);
    CHECK(hedged("not even") == Hedge::nearly);
    CHECK(hedged("up to") == Hedge::under);
    CHECK(hedged("add up to") == Hedge::none);
    CHECK(hedged("rather than") == Hedge::none);
    CHECK(hedged("") == Hedge::none);
}

TEST_CASE("number words: scales, measures, months", "[checks]") {
    CHECK(scale_of("M", true) == 1e6);
    CHECK(scale_of("M", false) == 0);
    CHECK(scale_of("lakh", false) == 1e5);
    CHECK(scale_of("Mio", false) == 1e6);
    CHECK(measure_of("GB", false).size == 1e9);
    CHECK(measure_of("hours", false).measure == Measure::hours);
    CHECK(measure_of("go", false).measure == Measure::none);
    CHECK(month_of("marz") == 3);
    CHECK(month_of("friday") == 0);
    CHECK(is_percent_word("pour", "cent"));
}

}
