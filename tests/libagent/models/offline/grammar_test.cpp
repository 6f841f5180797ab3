#include "libagent/models/offline/grammar.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

Parses parses_of(const char* question) {
    const test::KnownShop shop;
    const auto words = question_words(question);
    return parse_question(words, link_words(words, shop.knowledge.lexicon, shop.knowledge.values));
}

}

TEST_CASE("grammar: a question is read into its slots", "[offline]") {
    const Parses parses = parses_of("how many critical jobs were opened in 2024 by site?");

    REQUIRE_FALSE(parses.sketches.empty());
    const Sketch& best = parses.sketches.front();
    REQUIRE(best.targets.size() == 1);
    CHECK(best.targets[0].aggregate == Aggregate::count);
    CHECK(best.values.size() == 1);
    REQUIRE(best.dates.size() == 1);
    CHECK(best.dates[0].from == "2024-01-01");
    CHECK(best.groups.size() == 1);
}

TEST_CASE("grammar: each word must have a place", "[offline]") {
    CHECK(parses_of("how many shiny jobs").sketches.empty());
    CHECK(parses_of("how many").sketches.empty());
    CHECK(parses_of("jobs and").sketches.empty());
    CHECK(parses_of("top 5 jobs").sketches.empty());
    CHECK(parses_of("where are the jobs").sketches.empty());
    CHECK(parses_of("how many jobs and pumps").sketches.empty());
}

TEST_CASE("grammar: polite and commanding words do not matter", "[offline]") {
    const Parses plain = parses_of("names of sites");
    const Parses polite = parses_of("Could you please show me the names of all sites?");

    REQUIRE_FALSE(plain.sketches.empty());
    REQUIRE_FALSE(polite.sketches.empty());
    CHECK(polite.sketches[0].targets.size() == plain.sketches[0].targets.size());
}

TEST_CASE("grammar: a hostile question takes bounded work", "[offline]") {
    std::string question = "jobs";
    for (int i = 0; i < 20; ++i) question += " and cost or critical";

    CHECK(parses_of(question.c_str()).sketches.size() <= 400);
}
