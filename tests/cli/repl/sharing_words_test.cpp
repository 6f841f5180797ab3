#include "cli/repl/sharing_words.h"

#include <catch2/catch.hpp>

using namespace askdb;
using cli::repl::sharing_in_words;
using tools::ShareLevel;

namespace {

std::string of_level(ShareLevel level, std::size_t head_rows) {
    return sharing_in_words({.common = {.level = level}}, head_rows);
}

}

TEST_CASE("sharing words: each level says what of rows goes along", "[repl][share]") {
    CHECK(of_level(ShareLevel::rows, 3) ==
          "share        rows: the first 3 rows of each result, and all rows that it asks for\n"
          "mask         none\n");
    CHECK_THAT(of_level(ShareLevel::rows, 0), Catch::Contains("rows: all rows that it asks for\n"));
    CHECK_THAT(of_level(ShareLevel::sample, 1),
               Catch::Contains("the first row of what a database"));
    CHECK_THAT(of_level(ShareLevel::sample, 0), Catch::Contains("bounds of texts, no row"));
    CHECK_THAT(of_level(ShareLevel::stats, 3), Catch::Contains("no row"));
    CHECK_THAT(of_level(ShareLevel::schema, 3), Catch::Contains("no value"));
}

TEST_CASE("sharing words: a database with a rule of its own is told with it", "[repl][share]") {
    const tools::Sharing sharing{
        .common = {.level = ShareLevel::sample, .masks = {"*.email"}},
        .databases = {{"hr", {.level = ShareLevel::schema, .masks = {"people.phone"}}},
                      {"shop", {}}}};

    const std::string text = sharing_in_words(sharing, 20);

    CHECK_THAT(text, Catch::Contains("mask         *.email\n"));
    CHECK_THAT(text, Catch::Contains("of hr: schema; mask: *.email, people.phone\n"));
    CHECK_THAT(text, !Catch::Contains("of shop"));
}
