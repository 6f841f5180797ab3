#include "libagent/models/offline/phrases.h"

#include <catch2/catch.hpp>

using namespace askdb::models::offline;

TEST_CASE("phrases: the longest one wins", "[offline]") {
    const auto words = question_words("no more than 5");
    const auto counts = question_words("total number of different sites");

    const auto comparison = comparison_at(words, 0);
    const auto count = count_at(counts, 0);

    REQUIRE(comparison);
    CHECK(comparison->meaning == Operator::at_most);
    CHECK(comparison->end == 3);
    REQUIRE(count);
    CHECK(count->meaning);
    CHECK(count->end == 4);
}

TEST_CASE("phrases: words of the grammar are known as such, others are not", "[offline]") {
    CHECK(is_filler("the"));
    CHECK_FALSE(is_filler("not"));
    CHECK(is_function_word("between"));
    CHECK(is_phrase_word("exceeding"));
    CHECK_FALSE(is_phrase_word("profit"));
}

TEST_CASE("phrases: a quoted word is no grammar", "[offline]") {
    const auto words = question_words("\"most\" jobs");

    CHECK_FALSE(extreme_count_at(words, 0));
}
