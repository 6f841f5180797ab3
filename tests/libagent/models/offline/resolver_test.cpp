#include "libagent/models/offline/resolver.h"

#include "libagent/models/offline/grammar.h"
#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

Sketch best_sketch(const test::KnownShop& shop, const char* question) {
    const auto words = question_words(question);
    const auto parses =
        parse_question(words, link_words(words, shop.knowledge.lexicon, shop.knowledge.values));
    REQUIRE_FALSE(parses.sketches.empty());
    return parses.sketches.front();
}

}

TEST_CASE("resolver: the cheapest sound reading comes first", "[offline]") {
    const test::KnownShop shop;

    const auto all = resolve(best_sketch(shop, "total cost of jobs"), shop.knowledge, {}, 1).sound;

    REQUIRE_FALSE(all.empty());
    CHECK(all[0].query.sources.front()->name == "jobs");
    CHECK(all[0].query.outputs.front().aggregate == Aggregate::sum);
}

TEST_CASE("resolver: a reading that is not sound says why", "[offline]") {
    const test::KnownShop shop;

    const auto all = resolve(best_sketch(shop, "average title of jobs"), shop.knowledge, {}, 1);

    CHECK(all.sound.empty());
    CHECK(all.refusal.why == "'title' holds no numbers to compute with");
}
