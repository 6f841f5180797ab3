#include "libagent/models/offline/wording.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

Query query_of(const test::KnownShop& shop, const char* question) {
    auto planned = plan_question(question, shop.knowledge, *database::find_dialect("sqlite"));
    REQUIRE(std::holds_alternative<Plan>(planned));
    return std::get<Plan>(std::move(planned)).query;
}

}

TEST_CASE("wording: one number is one sentence, exactly as it came", "[offline]") {
    const test::KnownShop shop;
    const Query count = query_of(shop, "how many jobs are late");

    CHECK(answer_text(count, {{{"n", true}}, {{"83"}}, 1}) == "There are 83 late jobs.");
    CHECK(answer_text(count, {{{"n", true}}, {{"1"}}, 1}) == "There is 1 late job.");
    CHECK(answer_text(query_of(shop, "average cost of critical jobs"),
                      {{{"a", true}}, {{"412.5333333"}}, 1}) ==
          "The average cost of jobs where priority is critical is 412.53.");
    CHECK(answer_text(query_of(shop, "average cost of jobs"), {{{"a", true}}, {{std::nullopt}}, 1})
              .starts_with("There is no average cost of jobs"));
}

TEST_CASE("wording: several rows are a Markdown table that says what it leaves out", "[offline]") {
    const test::KnownShop shop;
    const AnswerRows rows{{{"name", false}, {"number_of_jobs", true}},
                          {{"A|B", "3"}, {"C", "2"}},
                          3600,
                          false,
                          "r1",
                          "all: /results r1"};

    const std::string text = answer_text(query_of(shop, "number of jobs by site"), rows);

    CHECK(text ==
          "| name | number of jobs |\n|---|---:|\n| A\\|B | 3 |\n| C | 2 |\n\n"
          "2 of 3,600 rows (all: /results r1)\n\n"
          "Read as: number of jobs, grouped by site name (only groups that have some).");
}

TEST_CASE("wording: an empty result says that nothing matches", "[offline]") {
    const test::KnownShop shop;

    const std::string text =
        answer_text(query_of(shop, "jobs with a cost above 500"), {{{"job_id"}, {"title"}}, {}, 0});

    CHECK(text.starts_with("There are no jobs where cost is more than 500.\n"));
}

TEST_CASE("wording: the reading names every filter", "[offline]") {
    const test::KnownShop shop;

    CHECK(reading_of(query_of(shop, "how many critical jobs were opened in 2024 in Gijón")) ==
          "number of jobs opened in 2024 where job priority is critical and site city is Gijón");
    CHECK(reading_of(query_of(shop, "which sites have more than 3 pumps")) ==
          "name of sites with more than 3 pumps");
    CHECK(reading_of(query_of(shop, "which site has the most jobs")) ==
          "name of sites, all with the highest number of jobs");
    CHECK(reading_of(query_of(shop, "how many sites have late jobs")) ==
          "number of sites that have late jobs");
    CHECK(reading_of(query_of(shop, "which site has the most late jobs")) ==
          "name of sites, all with the highest number of late jobs");
}

TEST_CASE("wording: a shared last place is told", "[offline]") {
    const test::KnownShop shop;
    const Query top = query_of(shop, "top 2 sites by number of jobs");

    const std::string text = answer_text(
        top, {{{"name"}, {"number_of_jobs", true}}, {{"A", "3"}, {"B", "2"}, {"C", "2"}}, 3});

    CHECK(text.find("3 rows: the last place is shared.") != std::string::npos);
    CHECK(
        text.ends_with("the 2 with the highest number of jobs (and all that share the last "
                       "place)."));
}

TEST_CASE("wording: rows without a partner are said to be left out", "[offline]") {
    test::KnownShop shop;
    shop.catalog.tables[0].columns[1].nullable = true;
    const Knowledge knowledge(shop.catalog, test::KnownShop::values(shop.catalog));

    const auto planned =
        plan_question("number of jobs by pump", knowledge, *database::find_dialect("sqlite"));

    REQUIRE(std::holds_alternative<Plan>(planned));
    CHECK(std::get<Plan>(planned).reading ==
          "number of jobs, grouped by pump name (only groups that have some; jobs without a pump "
          "are left out)");
}

TEST_CASE("wording: a negation says that it leaves out rows without a value", "[offline]") {
    const test::KnownShop shop;
    ValueIndex values = test::KnownShop::values(shop.catalog);
    const auto& sites = *shop.catalog.find_table("sites");
    values.set_profile(*sites.find_column("city"), {.missing = true});
    const Knowledge knowledge(shop.catalog, std::move(values));
    const auto reading = [&](const char* question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        REQUIRE(std::holds_alternative<Plan>(planned));
        return std::get<Plan>(planned).reading;
    };

    CHECK(reading("how many sites are not in Gijón") ==
          "number of sites where city is not Gijón (rows whose city is missing are left out)");
    CHECK(reading("how many sites are in Gijón") == "number of sites where city is Gijón");
    CHECK(reading("how many jobs are not critical") ==
          "number of jobs where priority is not critical");
}

TEST_CASE("wording: what happens does so itself", "[offline]") {
    database::Table events{.schema = "", .name = "events"};
    events.columns = {{"event_id", "INTEGER", database::Kind::integer, false},
                      {"happened_on", "DATE", database::Kind::date, false}};
    events.primary_key = {"event_id"};
    database::Catalog catalog;
    catalog.tables = {events};
    const Knowledge knowledge(catalog, ValueIndex{});

    const auto planned = plan_question("how many events happened in January 2024", knowledge,
                                       *database::find_dialect("sqlite"));

    REQUIRE(std::holds_alternative<Plan>(planned));
    const Plan& plan = std::get<Plan>(planned);
    CHECK(answer_text(plan.query, {{{"n", true}}, {{"1"}}, 1}) ==
          "There is 1 event that happened in January 2024.");
    CHECK(plan.reading == "number of events that happened in January 2024");
}
