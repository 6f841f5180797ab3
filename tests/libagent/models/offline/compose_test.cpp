#include "libagent/models/offline/compose.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using askdb::test::KnownShop;

namespace {

bool holds_text(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("compose: groups of rows keep those apart that share a name", "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("number of jobs by site") ==
          "SELECT sites.name, COUNT(*) AS number_of_jobs FROM jobs JOIN pumps ON pumps.pump_id = "
          "jobs.pump_id JOIN sites ON sites.site_id = pumps.site_id GROUP BY sites.site_id, "
          "sites.name ORDER BY COUNT(*) DESC, sites.name");
}

TEST_CASE("compose: a superlative ignores what is unknown and keeps all ties", "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("which pump has the lowest purchase cost") ==
          "SELECT name FROM (SELECT name, RANK() OVER (ORDER BY purchase_cost) AS place FROM pumps "
          "WHERE purchase_cost IS NOT NULL) AS ranked WHERE place <= 1 ORDER BY place, name");
    CHECK(shop.sql("top 3 makers by number of pumps") ==
          "SELECT maker FROM (SELECT maker, RANK() OVER (ORDER BY COUNT(*) DESC) AS place FROM "
          "pumps GROUP BY maker) AS ranked WHERE place <= 3 ORDER BY place, maker");
}

TEST_CASE("compose: a superlative of a child's number is two questions", "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("which site has the highest cost").empty());
    CHECK(shop.sql("top 3 sites by total cost").empty());
    CHECK(holds_text(shop.sql("top 3 sites by total job cost"),
                     "OVER (ORDER BY SUM(jobs.cost) DESC)"));
}

TEST_CASE("compose: a column beside an aggregate needs its group", "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("show the title and average cost of jobs").empty());
    CHECK_FALSE(shop.sql("average and highest cost of jobs").empty());
}

TEST_CASE("compose: the words say whether column values or rows are ranked", "[offline]") {
    const KnownShop shop;

    CHECK(holds_text(shop.sql("which maker of pumps has the most jobs"), "GROUP BY pumps.maker"));
    CHECK(holds_text(shop.sql("what is the maker of the pump with the most jobs"),
                     "GROUP BY pumps.pump_id"));
}
