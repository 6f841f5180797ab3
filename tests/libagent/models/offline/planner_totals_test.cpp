#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/nouns.h"
#include "libagent/models/offline/planner.h"
#include "libagent/models/offline/sources.h"
#include "tests/libagent/models/offline/known_shop.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;
using test::KnownShop;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

namespace {

/// Customers and their orders; the amount of an order is in a column that is called "total".
struct KnownOrders {
    explicit KnownOrders(const char* column = "total")
        : catalog(orders_catalog(column)), knowledge(catalog, values(catalog)) {}

    Planned planned(std::string_view question) const {
        return plan_question(question, knowledge, *database::find_dialect("sqlite"));
    }
    std::string sql(std::string_view question) const {
        const auto made = planned(question);
        const auto* plan = std::get_if<Plan>(&made);
        return plan == nullptr ? "" : plan->sql;
    }
    std::string why(std::string_view question) const {
        const auto made = planned(question);
        const auto* abstention = std::get_if<Abstention>(&made);
        return abstention == nullptr ? "" : abstention->text;
    }

    static database::Catalog orders_catalog(const char* column) {
        using database::Kind;
        database::Catalog made;
        database::Table customers{.schema = "", .name = "customers"};
        customers.columns = {{"customer_id", "INTEGER", Kind::integer, false},
                             {"name", "TEXT", Kind::text, false},
                             {"city", "TEXT", Kind::text, true}};
        customers.primary_key = {"customer_id"};
        database::Table orders{.schema = "", .name = "orders"};
        orders.columns = {{"order_id", "INTEGER", Kind::integer, false},
                          {"customer_id", "INTEGER", Kind::integer, false},
                          {"order_date", "DATE", Kind::date, false},
                          {column, "REAL", Kind::real, false},
                          {"status", "TEXT", Kind::text, false}};
        orders.primary_key = {"order_id"};
        orders.foreign_keys = {{{"customer_id"}, "customers", {"customer_id"}}};
        made.tables = {customers, orders};
        return made;
    }
    static ValueIndex values(const database::Catalog& catalog) {
        ValueIndex index;
        const database::Table& orders = *catalog.find_table("orders");
        index.add(orders, *orders.find_column("status"), "paid");
        index.add(orders, *orders.find_column("status"), "open");
        return index;
    }

    database::Catalog catalog;
    Knowledge knowledge;
};

}

TEST_CASE("planner: the total of rows that have a column 'total' is its sum", "[offline]") {
    const KnownOrders shop;

    CHECK(shop.sql("What is the total of orders?") ==
          "SELECT SUM(total) AS sum_of_total FROM orders");
    CHECK(has(shop.sql("total of orders"), "SUM(total)"));
    CHECK(has(shop.sql("What is the total of orders in 2024?"),
              "SUM(total) AS sum_of_total FROM orders WHERE order_date >= '2024-01-01'"));
    CHECK(has(shop.sql("total of paid orders"),
              "SUM(total) AS sum_of_total FROM orders WHERE status = 'paid'"));
    CHECK(has(shop.sql("Total of orders by month"), "GROUP BY strftime('%Y-%m', order_date)"));
    CHECK(has(shop.sql("Total of orders by month"), "SUM(total)"));
    CHECK(has(shop.sql("total of orders by customer"), "SUM(orders.total)"));
    CHECK(has(shop.why("total by customer"), "say its table"));
    CHECK(has(shop.sql("average total of orders"), "AVG(total)"));
    CHECK(has(shop.sql("highest total of orders"), "MAX(total)"));
    CHECK(has(KnownOrders("total_amount").sql("What is the total amount of orders?"),
              "SUM(total_amount)"));
    CHECK(has(KnownOrders("order_total").sql("What is the total of the orders?"),
              "SUM(order_total)"));
    const Planned planned = shop.planned("total of orders");
    CHECK(std::get<Plan>(planned).reading == "total of orders");
    CHECK(std::get<Plan>(shop.planned("total of orders by status")).reading ==
          "total of orders, grouped by status");
}

TEST_CASE("planner: a column that is named like an aggregate is no list of its values",
          "[offline]") {
    for (const char* word : {"average", "mean", "minimum", "maximum", "highest", "max"}) {
        INFO(word);
        const KnownOrders shop(word);

        CHECK(has(shop.why("What is the " + std::string(word) + " of orders?"),
                  "could ask for a computation"));
        CHECK(shop.sql(std::string(word) + " of paid orders").empty());
    }
    for (const char* word : {"sum", "total"}) {
        INFO(word);
        CHECK(has(KnownOrders(word).sql(std::string(word) + " of orders"), "SUM("));
    }
    for (const char* word : {"count", "number"}) {
        INFO(word);
        CHECK(has(KnownOrders(word).sql(std::string(word) + " of orders"), "COUNT(*)"));
    }
    CHECK(KnownOrders().sql("total orders by month").empty());
    CHECK(KnownOrders("average").sql("average orders").empty());
    CHECK(KnownOrders("total_amount").sql("what is the total amount").empty());
    CHECK(has(KnownOrders().why("total orders"),
              "\"sum of total of orders\" or \"number of orders\""));
}

TEST_CASE("planner: a column 'total' is still listed where its rows are", "[offline]") {
    const KnownOrders shop;

    CHECK(has(shop.sql("total of each order"), "SELECT total FROM orders"));
    CHECK(has(shop.sql("list the totals of orders"), "SELECT total FROM orders"));
    CHECK(has(shop.sql("list the status and total of orders"), "SELECT status, total FROM orders"));
    CHECK(has(shop.sql("the order with the highest total"), "total DESC"));
    CHECK_FALSE(has(shop.sql("name of customers and total of orders"),
                    "SELECT customers.name, orders.total"));
}

TEST_CASE("planner: a table of the default schema hides its namesakes", "[offline]") {
    using database::Kind;
    database::Catalog catalog;
    database::Table part{.schema = "", .name = "part"};
    part.columns = {{"part_id", "INTEGER", Kind::integer, false},
                    {"color", "TEXT", Kind::text, false}};
    part.primary_key = {"part_id"};
    database::Table other = part;
    other.schema = "archive";
    catalog.tables = {part, other};
    ValueIndex values;
    for (const database::Table& table : catalog.tables) values.add(table, table.columns[1], "red");
    const Knowledge knowledge(catalog, std::move(values));
    database::Catalog foreign = catalog;
    foreign.tables[0].schema = "work";
    const Knowledge of_two(foreign, ValueIndex{});
    const auto sql = [&](const char* question) {
        const auto planned =
            plan_question(question, knowledge, *database::find_dialect("postgres"));
        const auto* plan = std::get_if<Plan>(&planned);
        return plan == nullptr ? std::get<Abstention>(planned).text : plan->sql;
    };

    const Planned unclear =
        plan_question("How many part", of_two, *database::find_dialect("postgres"));

    CHECK(sql("How many part") == "SELECT COUNT(*) AS number_of_part FROM part");
    CHECK(sql("How many red part") ==
          "SELECT COUNT(*) AS number_of_part FROM part WHERE color = 'red'");
    CHECK(has(sql("list the color of part"), "FROM part"));
    REQUIRE(std::holds_alternative<Abstention>(unclear));
    CHECK(has(std::get<Abstention>(unclear).text,
              "did you mean number of part in work.part, or in archive.part?"));
}
