#include "libagent/tools/tool.h"

#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::tools {
namespace {

/// Runs one tool over the shop and gives back what the model would read, as JSON.
struct ToolRun {
    explicit ToolRun(std::string_view sql = test::shop_sql) : shop({}, sql) {}

    test::AgentFixture shop;
    results::ResultStore results;
    ToolContext context{.databases = shop.databases, .results = results};

    ToolOutput output(std::string_view tool, const Json& arguments) {
        return find_tool(tool)->run(context, arguments);
    }
    Json json(std::string_view tool, const Json& arguments) {
        const ToolOutput out = output(tool, arguments);
        INFO(out.text);
        REQUIRE(out.ok);
        return parse_json(out.text, "output").value();
    }
};

}

TEST_CASE("tools: each record is complete and its schema is a JSON object schema", "[tools]") {
    for (const ToolSpec* tool : all_tools()) {
        INFO(tool->name);
        CHECK(find_tool(tool->name) == tool);
        CHECK_FALSE(tool->summary.empty());
        CHECK_FALSE(tool->progress.empty());
        const Result<Json> schema = parse_json(tool->schema, "schema");
        REQUIRE(schema.ok());
        CHECK(schema.value()["type"] == "object");
        for (const Json& name : schema.value().value("required", Json::array())) {
            CHECK(schema.value()["properties"].contains(name.get<std::string>()));
        }
    }
    CHECK(find_tool("nope") == nullptr);
}

TEST_CASE("list_tables: words find tables by their columns and comments where no name has them",
          "[tools][catalog]") {
    ToolRun run(
        "CREATE TABLE sites(site_id INTEGER PRIMARY KEY, harbourName TEXT);"
        "CREATE TABLE crew(surname TEXT); CREATE TABLE other(x)");
    const auto names = [&](const char* words) {
        std::vector<std::string> found;
        const Json output = run.json("list_tables", {{"containing", words}});
        for (const Json& table : output["tables"])
            found.push_back(table["table"].get<std::string>());
        return found;
    };

    CHECK(names("which harbours?") == std::vector<std::string>{"sites"});
    CHECK(names("surnames and harbours").size() == 2);
    CHECK(names("rew") == std::vector<std::string>{"crew"});
    CHECK(names("").size() == 3);
    CHECK(names("zebra").empty());
    CHECK(names("\" OR *").empty());
}

TEST_CASE("tools: every tool survives arguments of every wrong type", "[tools]") {
    ToolRun run;
    for (const ToolSpec* tool : all_tools()) {
        for (const char* text : {"null", "1", "[]", "{}", "\"x\"", "{\"a\":1}"}) {
            const Json value = parse_json(text, "value").value();
            Json arguments = Json::object();
            for (const char* name :
                 {"sql", "tables", "value", "database", "table", "column", "containing"}) {
                arguments[name] = value;
            }
            INFO(tool->name << " " << text);
            CHECK_FALSE(tool->run(run.context, arguments).fetched.has_value());
        }
    }
}

TEST_CASE("tools: list_tables lists and narrows", "[tools]") {
    ToolRun run;

    const Json all = run.json("list_tables", Json::object());
    const Json some = run.json("list_tables", {{"containing", "CUST"}});

    CHECK(all["tables_in_all"] == 2);
    REQUIRE(some["tables"].size() == 1);
    CHECK(some["tables"][0]["table"] == "customers");
    CHECK(some["tables"][0]["rows"] == 3);
}

TEST_CASE("tools: describe_tables tells columns and keys", "[tools]") {
    ToolRun run;

    const Json described = run.json("describe_tables", {{"tables", {"orders"}}});

    const Json& table = described["tables"][0];
    CHECK(table["columns"].size() == 4);
    CHECK(table["primary_key"][0] == "order_id");
    CHECK(table["foreign_keys"][0]["references"] == "customers");
}

TEST_CASE("tools: find_values tells how a value is spelled", "[tools]") {
    ToolRun run;

    const Json found = run.json("find_values", {{"value", "SEVILLA"}});

    REQUIRE(found["found"].size() == 1);
    CHECK(found["found"][0]["value"] == "Sevilla");
    CHECK(found["found"][0]["column"] == "city");
    CHECK(found["found"][0]["exact"] == false);
}

TEST_CASE("tools: find_values tells of secret columns only what they hold as a whole",
          "[tools][share]") {
    ToolRun run;
    for (const Sharing& sharing : {Sharing{.common = {.level = ShareLevel::schema}},
                                   Sharing{.common = {.masks = {"customers.city"}}}}) {
        run.context.sharing = sharing;
        for (const char* value : {"SEVILLA", "evill", "Sevila"}) {
            INFO(value);
            CHECK(run.json("find_values", {{"value", value}})["found"].empty());
        }
        const Json whole = run.json("find_values", {{"value", "Sevilla"}});
        REQUIRE(whole["found"].size() == 1);
        CHECK(whole["found"][0]["exact"] == true);
        CHECK_FALSE(whole["found"][0].contains("value"));
    }
    run.context.sharing = {.common = {.level = ShareLevel::stats}};
    CHECK(run.json("find_values", {{"value", "SEVILLA"}})["found"].size() == 1);
}

TEST_CASE("tools: that no row is found tells nothing of what secret columns are like",
          "[tools][share]") {
    ToolRun run;
    run.context.sharing.common.masks = {"customers.city"};
    const auto told = [&](const std::string& condition) {
        const std::string sql = "SELECT name FROM customers WHERE customer_id < 0 AND city ";
        const ToolOutput output = run.output("query", {{"sql", sql + condition}});
        REQUIRE_FALSE(output.findings.empty());
        return output.findings.front().message;
    };

    const std::string near = told("= 'Sevila'"), far = told("= 'Zzzzzz'");

    CHECK(near.find("is not told") != std::string::npos);
    CHECK(far.substr(far.find("; ")) == near.substr(near.find("; ")));
    CHECK(told("LIKE '%evill%'").substr(0, 26) == told("LIKE '%zzzzz%'").substr(0, 26));
    CHECK(told("LIKE '%evill%'").find("is not told") != std::string::npos);
    CHECK(told("= 'Sevilla'").find("has 'Sevilla'") != std::string::npos);
}

TEST_CASE("tools: find_values says when it could not look everywhere", "[tools]") {
    ToolRun run;
    run.context.limits.timeout = std::chrono::milliseconds(0);

    const Json cut = run.json("find_values", {{"value", "Sevilla"}});
    const ToolOutput nowhere = run.output("find_values", {{"value", "x"}, {"table", "customer"}});

    CHECK(cut["incomplete"] == true);
    CHECK_FALSE(nowhere.ok);
    CHECK(nowhere.text.find("no table named 'customer'") != std::string::npos);
    CHECK(nowhere.text.find("customers") != std::string::npos);
}

TEST_CASE("tools: what find_values costs the database is counted", "[tools]") {
    ToolRun run;

    const ToolOutput found = run.output("find_values", {{"value", "Sevilla"}});

    CHECK(found.database_ms > 0);
    CHECK(found.text.find("incomplete") == std::string::npos);
}

TEST_CASE("tools: a table too many is named, not dropped", "[tools]") {
    ToolRun run;
    Json names = Json::array();
    for (int i = 0; i < 20; ++i) names.push_back("orders");
    names.push_back("customers");

    const Json described = run.json("describe_tables", {{"tables", names}});

    CHECK(described["tables"].size() == 20);
    REQUIRE(described["not_described"].size() == 1);
    CHECK(described["not_described"][0] == "customers");
}

TEST_CASE("tools: wide tables and long names keep within bounds, as whole JSON", "[tools]") {
    std::string sql;
    for (int table = 0; table < 30; ++table) {
        sql += "CREATE TABLE t" + std::to_string(table) + std::string(3'000, 'x') + " (";
        for (int column = 0; column < 500; ++column) {
            sql += (column > 0 ? ", c" : "c") + std::to_string(column) + std::string(200, 'y');
        }
        sql += ");";
    }
    ToolRun run(sql);
    Json names = Json::array();
    for (const std::string& name : run.shop.database.catalog({}).table_names())
        names.push_back(name);

    const ToolOutput list = run.output("list_tables", Json::object());
    const ToolOutput described = run.output("describe_tables", {{"tables", names}});

    for (const ToolOutput* out : {&list, &described}) {
        CHECK(out->text.size() < 60'000);
        CHECK(parse_json(out->text, "output").ok());
    }
    const Json json = parse_json(described.text, "output").value();
    CHECK(json["tables"].size() >= 1);
    CHECK(json["tables"][0]["columns_in_all"] == 500);
    CHECK_FALSE(json["not_described"].empty());
}

TEST_CASE("tools: query_results before any result says what to do", "[tools]") {
    ToolRun run;

    const ToolOutput out = run.output("query_results", {{"sql", "SELECT * FROM r1"}});

    CHECK_FALSE(out.ok);
    CHECK(out.text.find("query first") != std::string::npos);
}

TEST_CASE("tools: a result is told exactly and within bounds, however big it is", "[tools]") {
    results::ResultStore results;
    database::Rows rows;
    rows.columns = {{.name = "big"}, {.name = "n"}, {.name = "money"}};
    for (int i = 0; i < 5000; ++i) {
        rows.append(database::Kind::text, std::string(10'000, 'x'));
        rows.append(database::Kind::integer, "9223372036854775807");
        rows.append(database::Kind::decimal, "12345678901234567890.123456789");
    }
    rows.settle_kinds();

    const std::string text = result_text(results.add("shop", "SELECT …", std::move(rows)), 1000);

    CHECK(text.size() < 48u << 10);
    const Json json = parse_json(text, "result").value();
    CHECK(json["row_count"] == 5000);
    CHECK(json["rows"][0][1] == 9223372036854775807);
    CHECK(json["rows"][0][2] == "12345678901234567890.123456789");
}

TEST_CASE("tools: a result as wide as can be is told within 40 KB", "[tools]") {
    for (const std::size_t name_bytes : {2u, 1'000u}) {
        for (const char* filler : {"x", "\x01", "\xff"}) {
            results::ResultStore results;
            database::Rows rows;
            for (int column = 0; column < 150; ++column) {
                std::string name;
                for (std::size_t i = 0; i < name_bytes; ++i) name += filler;
                rows.columns.push_back({.name = name});
            }
            for (int cell = 0; cell < 450; ++cell) {
                std::string text;
                for (int i = 0; i < 5'000; ++i) text += filler;
                rows.append(cell % 2 == 0 ? database::Kind::text : database::Kind::integer, text);
            }

            const std::string text = result_text(results.add("shop", "SELECT …", rows), 20);

            INFO(name_bytes << " " << int(filler[0]) << " " << text.size());
            CHECK(text.size() < 40u << 10);
            const Json json = parse_json(text, "result").value();
            CHECK(json["columns_in_all"] == 150);
            CHECK(json["rows_shown"] >= 1);
            CHECK(json["rows"][0].size() == json["columns"].size());
        }
    }
}

}
