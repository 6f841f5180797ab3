#include "libagent/checks/select_scope.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::checks {
namespace {

using database::Catalog;
using database::Column;

Catalog shop() {
    Catalog catalog{{{.name = "Customers",
                      .columns = {{.name = "Customer_ID"}, {.name = "name"}, {.name = "code"}},
                      .primary_key = {"Customer_ID"}},
                     {.name = "orders",
                      .columns = {{.name = "order_id"}, {.name = "customer_id"}, {.name = "total"}},
                      .primary_key = {"order_id"}},
                     {.name = "tags", .columns = {{.name = "code"}, {.name = "tag"}}}}};
    catalog.tables[1].foreign_keys = {
        {.columns = {"customer_id"}, .table = "Customers", .referenced = {"Customer_ID"}}};
    catalog.tables[2].foreign_keys = {
        {.columns = {"code"}, .table = "Customers", .referenced = {"code"}}};
    return catalog;
}

/// A statement over the shop, read.
struct Read {
    explicit Read(const char* sql)
        : statement(read_select(sql, *database::find_dialect("sqlite")).value()),
          scopes(scopes_of(statement, catalog)) {}

    /// The keys of the first member of FROM: "order_id | customer_id,n".
    std::string keys() const {
        std::vector<std::string> texts;
        for (const auto& key : scopes[0].relations[0].keys) texts.push_back(join(key, ","));
        std::sort(texts.begin(), texts.end());
        texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
        return join(texts, " | ");
    }

    std::string origin(std::size_t select, const NameRef& name) const {
        const auto found = origin_of(statement, scopes, select, name);
        return found ? found->table->name + "." + found->column->name : "";
    }

    Catalog catalog = shop();
    StatementShape statement;
    std::vector<Scope> scopes;
};

}

TEST_CASE("select scope: keys are primary keys, and what declared foreign keys point at",
          "[checks]") {
    CHECK(Read("SELECT 1 FROM customers").keys() == "code | customer_id");
    CHECK(Read("SELECT 1 FROM orders").keys() == "order_id");
    CHECK(Read("SELECT 1 FROM tags").keys().empty());
    CHECK(Read("SELECT 1 FROM nowhere").scopes[0].relations[0].is_open);
}

TEST_CASE("select scope: a subquery has the keys that its SELECT leaves", "[checks]") {
    const auto keys = [](const std::string& inner) {
        return Read(("SELECT 1 FROM (" + inner + ") x").c_str()).keys();
    };

    CHECK(keys("SELECT * FROM orders WHERE total > 1") == "order_id");
    CHECK(keys("SELECT order_id AS o, total FROM orders") == "o");
    CHECK(keys("SELECT total FROM orders").empty());
    CHECK(keys("SELECT o.order_id, c.name FROM orders o JOIN customers c USING (customer_id)") ==
          "order_id");
    CHECK(keys("SELECT c.customer_id FROM orders o JOIN customers c USING (customer_id)").empty());
    CHECK(keys("SELECT customer_id AS c, SUM(total) FROM orders GROUP BY 1") == "c");
    CHECK(keys("SELECT SUM(total) FROM orders GROUP BY customer_id").empty());
    CHECK(keys("SELECT DISTINCT customer_id, total FROM orders") == "customer_id,total");
    CHECK(Read("SELECT 1 FROM (SELECT COUNT(*) FROM orders) x").scopes[0].relations[0].keys ==
          std::vector<std::vector<std::string>>{{}});
    CHECK(keys("SELECT customer_id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY total) "
               "AS n FROM orders") == "customer_id,n");
    CHECK(keys("SELECT order_id FROM orders UNION ALL SELECT order_id FROM orders").empty());
}

TEST_CASE("select scope: what is known follows by equalities and keys", "[checks]") {
    const Read read(
        "SELECT 1 FROM orders o JOIN customers c ON c.customer_id = o.customer_id "
        "JOIN tags t ON t.code = c.code AND t.tag = 'x'");
    Known from_orders(read.scopes[0]), from_customers(read.scopes[0]);
    from_orders.add_item(0);
    from_customers.add_item(1);

    from_orders.complete();
    from_customers.complete();

    CHECK(from_orders.has_item(1));
    CHECK_FALSE(from_orders.has_item(2));
    CHECK(from_orders.has({2, "tag"}));
    CHECK_FALSE(from_customers.has_item(0));
    CHECK(from_customers.has({0, "customer_id"}));
}

TEST_CASE("select scope: a name leads to the column where its values are", "[checks]") {
    const Read read(
        "WITH big AS (SELECT customer_id, total AS t FROM orders) "
        "SELECT 1 FROM big b JOIN customers ON customers.customer_id = b.customer_id "
        "WHERE EXISTS (SELECT 1 FROM tags WHERE tag = name)");

    CHECK(read.origin(0, {"b", "t"}) == "orders.total");
    CHECK(read.origin(0, {"", "name"}) == "Customers.name");
    CHECK(read.origin(2, {"", "name"}) == "Customers.name");
    CHECK(read.origin(2, {"b", "customer_id"}) == "orders.customer_id");
    CHECK(read.origin(0, {"", "customer_id"}).empty());
    CHECK(read.origin(0, {"", "nothing"}).empty());
}

TEST_CASE("select scope: a query that reads itself ends", "[checks]") {
    const Read read(
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r");

    CHECK(read.scopes.size() == 3);
}

}
