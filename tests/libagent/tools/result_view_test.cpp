#include "libagent/tools/result_view.h"

#include "libagent/base/json.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/tools/tool.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::tools;

namespace {

struct SharedShop {
    test::TempDatabase file{R"(
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT, born DATE, paid REAL);
        INSERT INTO people VALUES (1,'Quetzal','q@canary.example','1971-02-03',48213.5),
                                  (2,'Kestrel',NULL,'1985-06-07',17.25);)"};
    database::Database shop{"shop", database::make_sqlite_source(file.path())};
    std::vector<database::Database*> databases{&shop};
    results::ResultStore results;
    Sharing sharing;

    const results::StoredResult& run(std::string sql) {
        database::Rows rows = shop.query(sql, {}, {}).value_or_throw();
        return results.add("shop", std::move(sql), std::move(rows));
    }
    const results::StoredResult& over_results(std::string sql) {
        database::Rows rows = results.query(sql, {}, {}).value_or_throw();
        return results.add("", std::move(sql), std::move(rows));
    }
    ResultView view(const results::StoredResult& result) {
        return view_of(result, {results, databases, sharing, 20}, {});
    }
    Json told(const results::StoredResult& result) {
        return parse_json(result_text(result, view(result), {}), "result").value();
    }
};

}

TEST_CASE("result view: at schema a result has names and types and its number of rows", "[share]") {
    SharedShop shop;
    shop.sharing.common.level = ShareLevel::schema;

    const Json told = shop.told(shop.run("SELECT name, born, paid FROM people"));

    CHECK(told["row_count"] == 2);
    CHECK(told["rows"].empty());
    CHECK(told["columns"][2] == Json({{"name", "paid"}, {"type", "real"}}));
    const std::string text = told.dump();
    for (const char* canary : {"Quetzal", "1971", "48213", "Kestrel", "17.25", "distinct"})
        CHECK(text.find(canary) == std::string::npos);
}

TEST_CASE("result view: at stats numbers and dates show their bounds, texts do not", "[share]") {
    SharedShop shop;
    shop.sharing.common.level = ShareLevel::stats;

    const Json told = shop.told(shop.run("SELECT name, email, paid FROM people"));

    CHECK(told["columns"][0]["distinct"] == 2);
    CHECK_FALSE(told["columns"][0].contains("min"));
    CHECK(told["columns"][1]["nulls"] == 1);
    CHECK(told["columns"][2]["max"] == "48213.5");
    CHECK(told["rows"].empty());
}

TEST_CASE("result view: a text in a column of numbers is no bound", "[share]") {
    SharedShop shop;
    shop.sharing.common.level = ShareLevel::stats;
    database::Rows rows;
    rows.columns = {{.name = "n", .kind = database::Kind::integer}};
    rows.append(database::Kind::text, "Quetzal");
    rows.append(database::Kind::integer, "7");

    const Json told = shop.told(shop.results.add("shop", "SELECT n FROM t", std::move(rows)));

    CHECK(told.dump().find("Quetzal") == std::string::npos);
}

TEST_CASE("result view: at sample the rows of a database show, those over results do not",
          "[share]") {
    SharedShop shop;
    shop.sharing.common.level = ShareLevel::sample;

    CHECK(shop.told(shop.run("SELECT name FROM people"))["rows"].size() == 2);
    const Json paged = shop.told(shop.over_results("SELECT * FROM r1 LIMIT 1 OFFSET 1"));
    CHECK(paged["rows"].empty());
    CHECK(paged["row_count"] == 1);
    CHECK_FALSE(paged["columns"][0].contains("min"));
}

TEST_CASE("result view: masked columns show a mark, whatever the level", "[share][mask]") {
    SharedShop shop;
    shop.sharing.common.masks = {"*.email"};

    const Json told = shop.told(shop.run("SELECT name, email AS e FROM people ORDER BY id"));

    CHECK(told["rows"] == Json::parse(R"-([["Quetzal","(masked)"],["Kestrel",null]])-"));
    CHECK(told["columns"][1]["masked"] == true);
    CHECK_FALSE(told["columns"][1].contains("min"));
}

TEST_CASE("result view: masks go along into results of results", "[share][mask]") {
    SharedShop shop;
    shop.sharing.common.masks = {"*.email"};
    shop.run("SELECT name, email AS e FROM people");

    CHECK(shop.view(shop.over_results("SELECT e AS x, name FROM r1")).masked ==
          std::vector<bool>{true, false});
    CHECK(shop.view(shop.over_results("SELECT x || name AS y FROM r2")).masked ==
          std::vector<bool>{true});
    CHECK(shop.view(shop.over_results("SELECT * FROM r3")).masked == std::vector<bool>{true});
    CHECK(shop.view(shop.over_results("SELECT count(*) FROM r1")).masked ==
          std::vector<bool>{false});
}

TEST_CASE("result view: columns that are called alike are masked by any name", "[share][mask]") {
    SharedShop shop;
    shop.sharing.common.masks = {"*.email"};
    shop.run("SELECT name AS x, email AS x FROM people");

    const auto& renamed = shop.over_results("SELECT * FROM r1");

    CHECK(shop.view(renamed).is_masked(1));
    CHECK(shop.view(shop.over_results("SELECT 'r1' AS a, * FROM 'r1'")).is_masked(2));
}

TEST_CASE("result view: of several databases the strictest holds", "[share]") {
    SharedShop shop;
    shop.sharing.databases = {{"shop", {}}, {"hr", {.level = ShareLevel::schema}}};
    shop.run("SELECT name FROM people");
    shop.results.add("hr", "SELECT 1 AS one",
                     shop.shop.query("SELECT 1 AS one", {}, {}).value_or_throw());

    CHECK(shop.view(*shop.results.find("r1")).level == ShareLevel::rows);
    CHECK(shop.view(*shop.results.find("r2")).level == ShareLevel::schema);
    const auto& joined = shop.over_results("SELECT * FROM r1, r2");
    CHECK(shop.view(joined).level == ShareLevel::schema);
    CHECK(shop.view(shop.over_results("SELECT name FROM r3")).level == ShareLevel::schema);
}

TEST_CASE("result view: what came from nobody knows where is seen least", "[share][mask]") {
    SharedShop shop;
    shop.sharing.common.masks = {"*.email"};
    shop.sharing.databases = {{"hr", {.level = ShareLevel::schema}}};
    database::Rows rows;
    rows.columns = {{.name = "x"}};
    rows.append(database::Kind::text, "Quetzal");

    const auto& gone = shop.results.add("", "SELECT x FROM r9", std::move(rows));

    CHECK(shop.view(gone).level == ShareLevel::schema);
    CHECK(shop.view(gone).is_masked(0));
}

TEST_CASE("result view: rows of a database that is open no more are seen by its rule", "[share]") {
    SharedShop shop;
    shop.sharing.databases = {{"shop", {}}};
    shop.sharing.elsewhere = {{"hr", {.level = ShareLevel::schema}}};
    shop.run("SELECT name FROM people");
    CHECK(shop.view(shop.over_results("SELECT name FROM r1")).level == ShareLevel::rows);
    shop.results.add("hr", "SELECT 1 AS one",
                     shop.shop.query("SELECT 1 AS one", {}, {}).value_or_throw());

    CHECK(shop.view(*shop.results.find("r3")).level == ShareLevel::schema);
    CHECK(shop.view(shop.over_results("SELECT one FROM r3")).level == ShareLevel::schema);
    CHECK(shop.view(*shop.results.find("r1")).level == ShareLevel::rows);
    CHECK_FALSE(sharing_over(shop.sharing, shop.results).is_full());
}
