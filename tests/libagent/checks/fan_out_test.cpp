#include "libagent/checks/fan_out.h"

#include "libagent/database/database.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/results/result_store.h"
#include "libagent/tools/tool.h"
#include "tests/libagent/checks/statement_file.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace askdb::checks {
namespace {

using test::LabelledStatement;
using Names = std::vector<std::string>;

/// A database of the cases: the shop of its own, or an example.
struct Cases {
    explicit Cases(const std::string& name)
        : file(name.starts_with("shop") ? test::checks_case("fan_out/shop.sql")
                                        : test::example_script(name)),
          database(name, database::make_sqlite_source(file.path())) {}

    /// What the checks of the query tool find of the statement.
    std::vector<chat::Finding> findings(const std::string& sql) {
        database::Database* const databases[] = {&database};
        const results::ResultStore results;
        const tools::ToolContext context{.databases = databases, .results = results};
        const tools::ToolOutput output = tools::find_tool("query")->run(context, {{"sql", sql}});
        INFO(output.text);
        REQUIRE(output.ok);
        std::vector<chat::Finding> found = output.findings;
        std::erase_if(found, [](const auto& finding) { return finding.check != "fan_out"; });
        return found;
    }

    Names aggregates_by_keys(const std::string& sql) {
        const auto shape = read_select(sql, database.dialect());
        REQUIRE(shape);
        Names names;
        const FanOutReport report =
            find_fan_out(*shape, {database.catalog({}), database.dialect()});
        for (const FanOut& found : report.found) names.push_back(found.aggregate);
        return names;
    }

    test::TempDatabase file;
    database::Database database;
};

Names sorted(Names names) {
    std::sort(names.begin(), names.end());
    return names;
}

const Names case_names = {"shop", "shop_more", "maintenance", "monitoring", "cloud_costs"};

}

TEST_CASE("fan-out: correct statements with joins raise nothing", "[checks][fan_out]") {
    std::size_t statements = 0, alarms = 0, by_keys = 0;
    for (const std::string& name : case_names) {
        Cases cases(name);
        for (const LabelledStatement& right :
             test::labelled_statements("fan_out/" + name + "_right.sql")) {
            INFO(right.sql);
            const std::vector<chat::Finding> found = cases.findings(right.sql);
            CHECK((found.empty() ? "" : found.front().message) == "");
            alarms += found.empty() ? 0 : 1;
            by_keys += cases.aggregates_by_keys(right.sql).empty() ? 0 : 1;
            ++statements;
        }
    }
    WARN(fmt::format("{} correct statements with joins: {} alarms with probes, {} by keys alone",
                     statements, alarms, by_keys));
    CHECK(statements >= 40);
}

TEST_CASE("fan-out: statements that count rows more than once are caught", "[checks][fan_out]") {
    std::size_t statements = 0, caught = 0, by_keys = 0;
    for (const std::string& name : case_names) {
        Cases cases(name);
        for (const LabelledStatement& wrong :
             test::labelled_statements("fan_out/" + name + "_wrong.sql")) {
            INFO(wrong.sql);
            const std::vector<chat::Finding> found = cases.findings(wrong.sql);
            CHECK(found.size() == wrong.labels.size());
            caught += found.empty() ? 0 : 1;
            for (const std::string& aggregate : wrong.labels) {
                INFO(aggregate);
                CHECK(std::any_of(found.begin(), found.end(), [&](const auto& finding) {
                    return finding.message.starts_with(aggregate + " ");
                }));
            }
            by_keys += sorted(cases.aggregates_by_keys(wrong.sql)) == sorted(wrong.labels) ? 1 : 0;
            ++statements;
        }
    }
    WARN(fmt::format("{} wrong statements: {} caught with probes, {} whole by keys alone",
                     statements, caught, by_keys));
    CHECK(statements >= 25);
}

TEST_CASE("fan-out: the reason names both sides, the join and the way out", "[checks][fan_out]") {
    Cases cases("shop");

    const std::vector<chat::Finding> found = cases.findings(
        "SELECT COUNT(o.order_id) FROM orders o JOIN shipments s ON s.order_id = o.order_id");

    REQUIRE(found.size() == 1);
    CHECK(
        found[0].message ==
        "COUNT(o.order_id) takes each row of 'orders o' once for every row of 'shipments s' that "
        "it is joined with (joined by s.order_id = o.order_id, which is one to many in the data), "
        "so that it comes out wrong: aggregate 'shipments s' in a subquery with one row for each "
        "key before joining it, or test it with EXISTS, or write COUNT(DISTINCT o.order_id)");
}

TEST_CASE("fan-out: what cannot be read is left alone", "[checks][fan_out]") {
    Cases cases("shop");
    for (const char* sql :
         {"SELECT SUM(o.amount) FROM orders o NATURAL JOIN payments p",
          "SELECT SUM(o.amount) FROM orders o JOIN payments p ON p.order_id + 0 = o.order_id + 0",
          "SELECT SUM(o.amount) FROM orders o JOIN nowhere n ON n.order_id = o.order_id",
          "SELECT SUM(amount) OVER () FROM orders o JOIN payments p ON p.order_id = o.order_id",
          "VALUES (1)", "SELECT 1", "SELECT SUM(o.amount"}) {
        const auto shape = read_select(sql, cases.database.dialect());
        INFO(sql);
        CHECK(
            (!shape || find_fan_out(*shape, {cases.database.catalog({}), cases.database.dialect()})
                           .found.empty()));
    }
}

}
