#include "libagent/models/offline/sources.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

TEST_CASE("sources: says which tables multiply, and which may be missing", "[offline]") {
    const auto catalog = test::shop_catalog();
    const JoinGraph graph(catalog);
    const auto& jobs = *catalog.find_table("jobs");
    const auto& sites = *catalog.find_table("sites");
    std::string why;

    const auto from_sites = Sources::join(graph, sites, {&jobs}, why);
    const auto from_jobs = Sources::join(graph, jobs, {&sites}, why);

    REQUIRE(from_sites);
    CHECK(from_sites->multiplies(jobs));
    CHECK(from_sites->may_miss(jobs));
    CHECK(from_sites->goes_down_only(jobs));
    CHECK_FALSE(from_sites->multiplies_beside(jobs));
    REQUIRE(from_jobs);
    CHECK_FALSE(from_jobs->multiplies());
    CHECK_FALSE(from_jobs->may_miss(sites));
}

TEST_CASE("sources: tables that no key joins are named", "[offline]") {
    auto catalog = test::shop_catalog();
    catalog.tables.push_back({.schema = "", .name = "notes"});
    const JoinGraph graph(catalog);
    std::string why;

    CHECK_FALSE(Sources::join(graph, catalog.tables[0], {&catalog.tables.back()}, why));
    CHECK(why == "no keys join 'jobs' with 'notes'");
}

TEST_CASE("sources: a row is shown by its name, or by key and title", "[offline]") {
    const auto catalog = test::shop_catalog();

    CHECK(row_columns(*catalog.find_table("sites")).size() == 1);
    const auto job = row_columns(*catalog.find_table("jobs"));
    REQUIRE(job.size() == 2);
    CHECK(job[0]->name == "job_id");
    CHECK(job[1]->name == "title");
}
