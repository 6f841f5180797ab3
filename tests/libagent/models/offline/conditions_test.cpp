#include "libagent/models/offline/conditions.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using askdb::test::KnownShop;

namespace {

std::string where_of(const KnownShop& shop, std::string_view question) {
    const std::string sql = shop.sql(question);
    const auto at = sql.find(" WHERE ");
    return at == std::string::npos ? "" : sql.substr(at + 7);
}

}

TEST_CASE("conditions: values, lists and negations", "[offline]") {
    const KnownShop shop;

    CHECK(where_of(shop, "how many critical jobs") == "priority = 'critical'");
    CHECK(where_of(shop, "how many jobs are critical or low") == "priority IN ('critical', 'low')");
    CHECK(where_of(shop, "how many jobs are not critical") == "priority <> 'critical'");
    CHECK(where_of(shop, "how many jobs have a priority other than low") == "priority <> 'low'");
}

TEST_CASE("conditions: comparisons need a column of numbers", "[offline]") {
    const KnownShop shop;

    CHECK(where_of(shop, "how many jobs cost at least 1,500.50") == "cost >= 1500.50");
    CHECK(where_of(shop, "how many jobs with a cost between 2 and 5") == "cost BETWEEN 2 AND 5");
    CHECK(where_of(shop, "how many jobs have a cost of 7 or more") == "cost >= 7");
    CHECK(shop.sql("how many jobs with a title above 5").empty());
}

TEST_CASE("conditions: a missing value is not a value that differs", "[offline]") {
    const KnownShop shop;

    CHECK(where_of(shop, "how many jobs have no completion date") == "completed_on IS NULL");
    CHECK(where_of(shop, "how many sites have no city") == "city IS NULL");
}

TEST_CASE("conditions: what contradicts itself, or could mean two things, is refused",
          "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("which sites have jobs that are not critical").empty());
    CHECK(shop.sql("which sites have critical and low jobs").empty());
    CHECK(shop.sql("which sites without pumps have critical jobs").empty());
}

TEST_CASE("conditions: rows that belong are counted for each row", "[offline]") {
    const KnownShop shop;

    CHECK(where_of(shop, "sites with more than 2 critical jobs") ==
          "site_id IN (SELECT pumps.site_id FROM pumps JOIN jobs ON jobs.pump_id = pumps.pump_id "
          "WHERE jobs.priority = 'critical' GROUP BY pumps.site_id HAVING COUNT(*) > 2) ORDER BY "
          "name");
    CHECK(shop.sql("pumps with more than 2 sites").empty());
}
