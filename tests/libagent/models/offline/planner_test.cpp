#include "libagent/models/offline/planner.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/sources.h"
#include "tests/built_paths.h"
#include "tests/libagent/models/offline/known_shop.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

using namespace askdb;
using namespace askdb::models::offline;
using test::KnownShop;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

using Bag = std::multiset<std::vector<std::string>>;

Bag rows_of(database::Database& database, const std::string& sql) {
    auto result = database.query(sql, {}, {});
    INFO(sql);
    REQUIRE(result.ok());
    Bag bag;
    const database::Rows& rows = result.value();
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < rows.column_count(); ++i)
            cells.emplace_back(rows.cell(row, i).text);
        bag.insert(std::move(cells));
    }
    return bag;
}

}

namespace {

struct ExampleCases {
    const char* name;
    std::size_t least_asked;
    std::size_t least_answered_percent;
};

void check_answers(const ExampleCases& example) {
    test::TempDatabase file(test::example_script(example.name));
    database::Database database(example.name, database::make_sqlite_source(file.path()));
    const auto& catalog = database.catalog({});
    const Knowledge knowledge(catalog, index_values(database, catalog, {}, {}));
    std::ifstream cases(
        fmt::format("{}/tests/cases/offline/{}.jsonl", ASKDB_SOURCE_DIR, example.name));
    std::size_t asked = 0;
    std::size_t answered = 0;

    for (std::string line; std::getline(cases, line);) {
        const auto one = nlohmann::json::parse(line);
        const auto question = one.at("question").get<std::string>();
        INFO(question);
        const auto planned =
            plan_question(question, knowledge, database.dialect(), {.show_measure = false});
        const auto* plan = std::get_if<Plan>(&planned);
        if (one.at("sql").is_null()) {
            if (plan != nullptr) FAIL_CHECK("answered by " + plan->sql);
            continue;
        }
        ++asked;
        if (plan == nullptr) continue;
        ++answered;
        CHECK(rows_of(database, plan->sql) == rows_of(database, one.at("sql").get<std::string>()));
    }

    CHECK(asked >= example.least_asked);
    CHECK(answered * 100 >= asked * example.least_answered_percent);
}

}

TEST_CASE("planner: no analyst's question on an example database gets a wrong answer",
          "[offline]") {
    for (const ExampleCases& example :
         {ExampleCases{"maintenance", 180, 93}, ExampleCases{"monitoring", 60, 95},
          ExampleCases{"cloud_costs", 60, 90}}) {
        INFO(example.name);
        check_answers(example);
    }
}

namespace {

/// What the reading must say of a condition; empty for one that only keeps NULL keys out.
std::vector<std::string> to_be_said(const Condition& condition) {
    if (const auto* c = std::get_if<Compare>(&condition)) return {c->number};
    if (const auto* c = std::get_if<Between>(&condition)) return {c->low, c->high};
    if (const auto* c = std::get_if<OneOf>(&condition)) return c->values;
    if (const auto* c = std::get_if<InDates>(&condition)) return {c->words};
    if (const auto* c = std::get_if<Member>(&condition)) return {c->words};
    return {std::get<IsNull>(condition).negated ? "is known" : "is missing"};
}

void check_reading(const Query& query, const std::string& reading) {
    for (const Condition& condition : query.where) {
        const ColumnRef column = std::visit([](const auto& c) { return c.column; }, condition);
        for (const std::string& said : to_be_said(condition)) CHECK(has(reading, said));
        if (!std::holds_alternative<Member>(condition))
            CHECK(has(reading, identifier_words(column.column->name).front()));
    }
    for (const Term& term : query.group_by) {
        const bool key = key_column(*query.sources[term.column->source]) == term.column->column;
        if (!key) CHECK(has(reading, identifier_words(term.column->column->name).front()));
    }
    for (const JoinOn& join : query.joins) {
        const bool on_the_way =
            std::any_of(query.joins.begin(), query.joins.end(),
                        [&](const JoinOn& other) { return other.known == join.added; });
        if (!on_the_way) CHECK(has(reading, singular(in_words(query.sources[join.added]->name))));
    }
    if (query.limit && !query.order_by.empty())
        CHECK(has(reading, query.order_by.front().descending ? "highest" : "lowest"));
}

}

TEST_CASE("planner: the reading states every condition, join and group of the query", "[offline]") {
    test::TempDatabase file(test::maintenance_script());
    database::Database database("maintenance", database::make_sqlite_source(file.path()));
    const auto& catalog = database.catalog({});
    const Knowledge knowledge(catalog, index_values(database, catalog, {}, {}));
    std::ifstream cases(std::string(ASKDB_SOURCE_DIR) + "/tests/cases/offline/maintenance.jsonl");
    std::size_t walked = 0;

    for (std::string line; std::getline(cases, line);) {
        const auto question = nlohmann::json::parse(line).at("question").get<std::string>();
        const auto planned = plan_question(question, knowledge, database.dialect());
        const auto* plan = std::get_if<Plan>(&planned);
        if (plan == nullptr) continue;
        INFO(question + "\n" + plan->sql + "\n" + plan->reading);
        check_reading(plan->query, plan->reading);
        ++walked;
    }

    CHECK(walked >= 90);
}

TEST_CASE("planner: a date or a number belongs to the noun beside it, or is asked back",
          "[offline]") {
    const KnownShop shop;

    CHECK(has(shop.sql("which site has the most jobs opened in 2024"), "jobs.opened_on >="));
    CHECK(has(shop.why("which site has the most jobs in 2024"), "say opened or completed?"));
    CHECK(has(shop.why("sites without jobs in 2024"), "say opened or completed?"));
    CHECK(has(shop.sql("how many pumps cost more than 100"), "purchase_cost > 100"));
    CHECK(has(shop.sql("how many pumps have jobs that cost more than 100"), "jobs.cost > 100"));
    CHECK(has(shop.why("which site has the highest cost"), "'cost' of jobs or 'purchase_cost'"));
}

TEST_CASE("planner: a participle is a date, not a state that sounds like it", "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    ValueIndex values;
    const auto& jobs = *catalog.find_table("jobs");
    values.add(jobs, *jobs.find_column("priority"), "open");
    const Knowledge knowledge(catalog, std::move(values));
    const auto sql = [&](const char* question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::string() : plan->sql;
    };

    CHECK(has(sql("how many open jobs are there"), "priority = 'open'"));
    CHECK_FALSE(has(sql("how many jobs opened by site"), "priority"));
    CHECK(has(sql("how many jobs opened by site"), "COUNT(*)"));
    CHECK(has(sql("how many jobs completed per year"), "completed_on IS NOT NULL"));
    CHECK(sql("how many opened jobs are there").empty());
    CHECK(sql("in 2024, which site had the most jobs").empty());
}

TEST_CASE("planner: a decimal that is added up keeps the digits that it declares", "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    catalog.tables[0].columns[6].type = "DECIMAL(12,2)";
    const Knowledge knowledge(catalog, test::KnownShop::values(catalog));

    const auto planned =
        plan_question("total cost of jobs by site", knowledge, *database::find_dialect("sqlite"));

    REQUIRE(std::holds_alternative<Plan>(planned));
    CHECK(has(std::get<Plan>(planned).sql, "ROUND(SUM(jobs.cost), 2) AS total_cost"));
}

TEST_CASE("planner: what is named like a table is that table, though it is a value somewhere too",
          "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    ValueIndex values = test::KnownShop::values(catalog);
    const auto& jobs = *catalog.find_table("jobs");
    values.add(jobs, *jobs.find_column("title"), "pump");
    values.add(jobs, *jobs.find_column("priority"), "site");
    const Knowledge knowledge(catalog, std::move(values));
    const auto sql = [&](const char* question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::string() : plan->sql;
    };

    CHECK(has(sql("how many sites are there"), "FROM sites"));
    CHECK(has(sql("how many sites have critical jobs"), "COUNT(DISTINCT sites.site_id)"));
    CHECK(sql("top 2 sites by late jobs").empty());
    CHECK(has(sql("how many jobs have priority site"), "priority = 'site'"));
}

TEST_CASE("planner: a ranking counts what its words choose", "[offline]") {
    const KnownShop shop;

    const std::string sql = shop.sql("top 2 sites by number of critical jobs");

    CHECK(has(sql, "priority = 'critical'"));
    CHECK(has(sql, "ORDER BY COUNT(jobs.job_id) DESC"));
    CHECK(shop.sql("bottom 2 sites by number of critical jobs").empty());
}

TEST_CASE("planner: an ampersand and a possessive are part of a name", "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    ValueIndex values = test::KnownShop::values(catalog);
    const auto& sites = *catalog.find_table("sites");
    values.add(sites, *sites.find_column("name"), "O\u2019Leary's Yard");
    const Knowledge knowledge(catalog, std::move(values));
    const auto sql = [&](const char* question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::string() : plan->sql;
    };

    for (const char* maker :
         {"how many pumps are from Brandt & Sohn", "how many pumps are from brandt and sohn"})
        CHECK(has(sql(maker), "maker = 'Brandt & Sohn'"));
    CHECK(has(sql("how many pumps are at O'Leary's Yard"), "name = 'O\u2019Leary''s Yard'"));
}

TEST_CASE("planner: what is due may be grouped by its date, and is not what happened",
          "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    catalog.tables[0].columns.push_back({"due_on", "DATE", database::Kind::date, true});
    const Knowledge knowledge(catalog, test::KnownShop::values(catalog));
    const auto sql = [&](const char* question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::string() : plan->sql;
    };

    CHECK(has(sql("number of jobs due per month"), "strftime('%Y-%m', due_on)"));
    CHECK(has(sql("how many jobs due in 2024"), "due_on >= '2024-01-01'"));
    CHECK(sql("list jobs due").empty());
    CHECK(sql("which jobs are due").empty());
}

TEST_CASE("planner: a view takes part only when it is named", "[offline]") {
    const KnownShop shop;

    CHECK_FALSE(has(shop.sql("which pump has the highest cost"), "late_jobs"));
    CHECK_FALSE(has(shop.sql("average cost"), "late_jobs"));
    CHECK(has(shop.sql("which sites have late jobs"), "JOIN late_jobs"));
}

TEST_CASE("planner: a view is named by words that stand apart", "[offline]") {
    const KnownShop shop;

    CHECK(shop.sql("How many jobs are late?") ==
          "SELECT COUNT(*) AS number_of_late_jobs FROM late_jobs");
    CHECK(has(shop.sql("how many late jobs are there"), "FROM late_jobs"));
    CHECK(has(shop.sql("how many jobs are there"), "FROM jobs"));
}

TEST_CASE("planner: a word without a place is named, and nothing is guessed", "[offline]") {
    const KnownShop shop;

    const std::string why = shop.why("What is the profit of each site?");

    CHECK(has(why, "\"profit\""));
    CHECK(has(why, "Tables: jobs"));
    CHECK(has(why, "-m"));
    CHECK(has(shop.why("Jobs in Atlantis"), "\"Atlantis\""));
    CHECK(has(shop.why("jobs at \"Atlantis\""), "\"Atlantis\""));
    CHECK_FALSE(shop.why("how many jobs cost 50%").empty());
    CHECK_FALSE(shop.why("drop table jobs").empty());
    CHECK_FALSE(shop.why("").empty());
}

TEST_CASE("planner: a sum over the multiplied side of a join is refused", "[offline]") {
    const KnownShop shop;

    CHECK(has(shop.sql("total purchase cost of pumps by site"), "SUM(pumps.purchase_cost)"));
    CHECK(has(shop.why("total purchase cost of pumps with critical jobs"), "more than once"));
}

TEST_CASE("planner: rows are counted once, however many others meet them", "[offline]") {
    const KnownShop shop;

    CHECK(has(shop.sql("how many sites have critical jobs"), "COUNT(DISTINCT sites.site_id)"));
    CHECK(has(shop.sql("number of jobs by site"), "GROUP BY sites.site_id, sites.name"));
}

TEST_CASE("planner: those that have none are not forgotten", "[offline]") {
    const KnownShop shop;

    CHECK(has(shop.sql("which sites have no pumps"), "NOT IN (SELECT site_id FROM pumps)"));
    CHECK(has(shop.sql("which sites have fewer than 3 pumps"), "HAVING COUNT(*) >= 3"));
    CHECK(has(shop.sql("which site has the fewest pumps"), "LEFT JOIN pumps"));
}

TEST_CASE("planner: a date without its column is asked back", "[offline]") {
    const KnownShop shop;

    CHECK(has(shop.why("how many jobs in 2024"), "'opened_on', 'completed_on'"));
    CHECK(has(shop.sql("how many jobs were opened in 2024"),
              "opened_on >= '2024-01-01' AND opened_on < '2025-01-01'"));
    CHECK(has(shop.sql("which sites completed the most jobs in 2024") +
                  shop.sql("how many jobs were completed after March 2024"),
              "completed_on >= '2024-04-01'"));
    CHECK_FALSE(shop.why("how many jobs were opened in the last 30 days").empty());
}

TEST_CASE("planner: values go in as literals, whatever they hold", "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    ValueIndex values;
    const auto& sites = *catalog.find_table("sites");
    values.add(sites, sites.columns[1], "O'Brien; DROP TABLE jobs --");
    const Knowledge knowledge(catalog, std::move(values));

    const auto planned = plan_question("how many pumps at \"O'Brien; DROP TABLE jobs --\"",
                                       knowledge, *database::find_dialect("sqlite"));

    REQUIRE(std::holds_alternative<Plan>(planned));
    CHECK(has(std::get<Plan>(planned).sql, "sites.name = 'O''Brien; DROP TABLE jobs --'"));
}

TEST_CASE("planner: two readings that are as good are both named", "[offline]") {
    database::Catalog catalog = test::shop_catalog();
    ValueIndex values;
    const auto& sites = *catalog.find_table("sites");
    values.add(sites, sites.columns[1], "Almería");
    values.add(sites, sites.columns[2], "Almería");
    const Knowledge knowledge(catalog, std::move(values));

    const auto planned =
        plan_question("how many pumps in almeria", knowledge, *database::find_dialect("sqlite"));

    REQUIRE(std::holds_alternative<Abstention>(planned));
    const std::string& text = std::get<Abstention>(planned).text;
    CHECK(has(text, "did you mean"));
    CHECK(has(text, "site name is Almería"));
    CHECK(has(text, "site city is Almería"));
}

TEST_CASE("planner: a table may be named as SQL names it, in quotes or not", "[offline]") {
    const KnownShop shop;
    const std::string sql = shop.sql("How many late jobs?");
    REQUIRE_FALSE(sql.empty());

    CHECK(shop.sql("How many late_jobs?") == sql);
    CHECK(shop.sql("How many \"late_jobs\"?") == sql);
}
