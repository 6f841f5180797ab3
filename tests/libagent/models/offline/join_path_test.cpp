#include "libagent/models/offline/join_path.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

TEST_CASE("join path: goes along keys and says where rows multiply", "[offline]") {
    const auto catalog = test::shop_catalog();
    const JoinGraph graph(catalog);
    const auto* jobs = catalog.find_table("jobs");
    const auto* sites = catalog.find_table("sites");

    const auto up = graph.join(*jobs, std::vector{sites});
    const auto down = graph.join(*sites, std::vector{jobs});

    REQUIRE(up);
    REQUIRE(up->steps.size() == 2);
    CHECK(up->steps[0].added->name == "pumps");
    CHECK_FALSE(up->steps[1].multiplies);
    REQUIRE(down);
    CHECK(down->steps[0].multiplies);
    CHECK(down->steps[1].multiplies);
}

TEST_CASE("join path: two keys to one table are ambiguous", "[offline]") {
    auto catalog = test::shop_catalog();
    auto& pumps = catalog.tables[2];
    pumps.columns.push_back({"home_site", "INTEGER", database::Kind::integer, false});
    pumps.foreign_keys.push_back({{"home_site"}, "sites", {"site_id"}});
    const JoinGraph graph(catalog);

    const auto tree = graph.join(pumps, std::vector{catalog.find_table("sites")});

    REQUIRE(tree);
    CHECK(tree->ambiguous);
}

TEST_CASE("join path: a key that may be NULL gives way to one that may not", "[offline]") {
    auto catalog = test::shop_catalog();
    auto& pumps = catalog.tables[2];
    pumps.columns.push_back({"home_site", "INTEGER", database::Kind::integer, true});
    pumps.foreign_keys.push_back({{"home_site"}, "sites", {"site_id"}});
    const JoinGraph graph(catalog);

    const auto tree = graph.join(pumps, std::vector{catalog.find_table("sites")});

    REQUIRE(tree);
    CHECK_FALSE(tree->ambiguous);
    CHECK(tree->steps[0].on[0].first->name == "site_id");
}

TEST_CASE("join path: what no key reaches is not joined", "[offline]") {
    auto catalog = test::shop_catalog();
    catalog.tables.push_back({.schema = "", .name = "notes"});
    const JoinGraph graph(catalog);

    CHECK_FALSE(graph.join(catalog.tables[0], std::vector{catalog.find_table("notes")}));
}
