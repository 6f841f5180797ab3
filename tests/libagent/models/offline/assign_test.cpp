#include "libagent/models/offline/assign.h"

#include "libagent/models/offline/grammar.h"
#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

TEST_CASE("assign: names of the table that is in already come first", "[offline]") {
    const test::KnownShop shop;
    const auto words = question_words("names of sites");
    const auto parses =
        parse_question(words, link_words(words, shop.knowledge.lexicon, shop.knowledge.values));
    REQUIRE_FALSE(parses.sketches.empty());

    const auto settled = assign_links(parses.sketches.front(), 1);

    REQUIRE_FALSE(settled.empty());
    REQUIRE(settled[0].targets[0].what.links.size() == 1);
    CHECK(settled[0].targets[0].what.links[0].table->name == "sites");
}

TEST_CASE("assign: what costs too much is left out", "[offline]") {
    const test::KnownShop shop;
    const auto words = question_words("names of sites");
    const auto parses =
        parse_question(words, link_words(words, shop.knowledge.lexicon, shop.knowledge.values));

    CHECK(assign_links(parses.sketches.front(), 0).empty());
}
