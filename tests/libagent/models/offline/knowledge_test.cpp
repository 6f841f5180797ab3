#include "libagent/models/offline/knowledge.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;

TEST_CASE("knowledge: keys are no numbers to add up", "[offline]") {
    const test::KnownShop shop;
    const auto& pumps = *shop.catalog.find_table("pumps");

    CHECK(shop.knowledge.is_measure(pumps, *pumps.find_column("purchase_cost")));
    CHECK_FALSE(shop.knowledge.is_measure(pumps, *pumps.find_column("pump_id")));
    CHECK_FALSE(shop.knowledge.is_measure(pumps, *pumps.find_column("site_id")));
    CHECK_FALSE(shop.knowledge.is_measure(pumps, *pumps.find_column("name")));
}

TEST_CASE("knowledge: years are integers that say so", "[offline]") {
    const test::KnownShop shop;

    CHECK(shop.knowledge.is_year({"founded_year", "INTEGER", database::Kind::integer}));
    CHECK_FALSE(shop.knowledge.is_year({"year_bonus", "INTEGER", database::Kind::integer}));
    CHECK_FALSE(shop.knowledge.is_year({"year", "TEXT", database::Kind::text}));
}
