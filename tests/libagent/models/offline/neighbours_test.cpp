#include "libagent/models/offline/neighbours.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

TEST_CASE("neighbours: a date without a name is the only one of all tables, or none", "[offline]") {
    const test::KnownShop shop;
    const auto* jobs = shop.catalog.find_table("jobs");
    const auto* pumps = shop.catalog.find_table("pumps");
    Sketch sketch;
    sketch.dates.push_back({});
    std::string why;

    CHECK_FALSE(name_dates(sketch, {{pumps}, {pumps}}, shop.knowledge, why));
    CHECK(why == "'pumps' has no date");
    CHECK_FALSE(name_dates(sketch, {{pumps, jobs}, {pumps, jobs}}, shop.knowledge, why));
    CHECK(why ==
          "the date could be any of 'opened_on', 'completed_on' of jobs: say opened or completed?");
}

TEST_CASE("neighbours: a name means the column of the noun beside it", "[offline]") {
    const test::KnownShop shop;
    const auto* jobs = shop.catalog.find_table("jobs");
    const auto* pumps = shop.catalog.find_table("pumps");
    const Link of_jobs{LinkKind::column, jobs, jobs->find_column("cost"), {}, 0};
    const Link of_pumps{LinkKind::column, pumps, pumps->find_column("purchase_cost"), {}, 0.4};
    Sketch sketch;
    sketch.tables = {{{{LinkKind::table, pumps}}, "pumps"}, {{{LinkKind::table, jobs}}, "jobs"}};
    sketch.compares.push_back(
        {{{of_jobs}, "cost", {of_jobs, of_pumps}, {pumps}}, Operator::greater, "100"});
    std::string why;

    CHECK(judge_names(sketch, shop.knowledge, why) == Nearness::farther);
    sketch.compares[0].column.beside = {jobs};
    CHECK(judge_names(sketch, shop.knowledge, why) == Nearness::nearest);
    sketch.compares[0].column.beside.clear();
    CHECK(judge_names(sketch, shop.knowledge, why) == Nearness::ambiguous);
    CHECK(why == "'cost' could be 'cost' of jobs or 'purchase_cost' of pumps: say which");
}
