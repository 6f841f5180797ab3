#include "libagent/models/offline/planner.h"
#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

#include <string>
#include <variant>

using namespace askdb;
using namespace askdb::models::offline;
using test::KnownShop;

TEST_CASE("planner: rows are those of the only table, and are nobody's where there are more",
          "[offline][planner]") {
    database::Catalog catalog = test::shop_catalog();
    std::erase_if(catalog.tables, [](const auto& table) { return table.name != "sites"; });
    const Knowledge one(catalog, {});
    const auto sql = [](const Knowledge& knowledge, const std::string& question) {
        const auto planned = plan_question(question, knowledge, *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::string() : plan->sql;
    };
    const KnownShop many;

    for (const char* word : {"rows", "records", "lines", "entries"}) {
        INFO(word);
        const std::string question = std::string("How many ") + word + " are there?";
        CHECK(sql(one, question) == sql(one, "How many sites are there?"));
        CHECK(many.sql(question).empty());
    }
    CHECK(sql(one, "How many rows are there?") == "SELECT COUNT(*) AS number_of_sites FROM sites");
    CHECK(sql(one, "How many late rows are there?").empty());
    CHECK(sql(one, "What is the record name?").empty());
}

TEST_CASE("planner: rows are not the only table's when a column or a value is called so",
          "[offline][planner]") {
    const auto answered = [](const char* column, const char* value) {
        database::Catalog catalog;
        catalog.tables.push_back(
            {.name = "sheets", .columns = {{.name = column, .kind = database::Kind::text}}});
        ValueIndex values;
        values.add(catalog.tables[0], catalog.tables[0].columns[0], value);
        const Knowledge knowledge(catalog, std::move(values));
        const auto planned = plan_question("How many lines are there?", knowledge,
                                           *database::find_dialect("sqlite"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan != nullptr && plan->sql == "SELECT COUNT(*) AS number_of_sheets FROM sheets";
    };

    CHECK(answered("pattern", "7"));
    CHECK_FALSE(answered("lines", "7"));
    CHECK_FALSE(answered("line_count", "7"));
    CHECK_FALSE(answered("pattern", "lines"));
}
