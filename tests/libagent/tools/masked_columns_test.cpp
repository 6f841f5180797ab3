#include "libagent/tools/masked_columns.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::tools;

namespace {

database::Catalog people_catalog() {
    database::Catalog catalog;
    catalog.tables = {
        {.name = "customers", .columns = {{.name = "id"}, {.name = "name"}, {.name = "email"}}},
        {.name = "orders", .columns = {{.name = "id"}, {.name = "customer_id"}, {.name = "total"}}},
        {.name = "sites", .columns = {{.name = "id"}, {.name = "name"}}},
        {.name = "contacts", .is_view = true, .columns = {{.name = "who"}, {.name = "email"}}}};
    return catalog;
}

/// "-m-": the second of three columns is masked.
std::string masked(std::string_view sql, const std::vector<std::string>& columns,
                   std::string_view dialect = "sqlite", std::string mask = "*.email") {
    const database::Catalog catalog = people_catalog();
    const SharingRule rule{.masks = {std::move(mask)}};
    std::vector<database::ResultColumn> named;
    for (const std::string& name : columns) named.push_back({.name = name});
    const std::vector<bool> found = masked_columns({.sql = sql,
                                                    .dialect = *database::find_dialect(dialect),
                                                    .catalog = catalog,
                                                    .masked = masked_in(catalog, rule),
                                                    .rule = rule,
                                                    .columns = named});
    std::string text;
    for (const bool one : found) text += one ? 'm' : '-';
    return text;
}

}

TEST_CASE("masks: a column as it is, by whatever name", "[share][mask]") {
    CHECK(masked("SELECT id, email FROM customers", {"id", "email"}) == "-m");
    CHECK(masked("SELECT id, email AS x FROM customers", {"id", "x"}) == "-m");
    CHECK(masked("SELECT c.\"email\" x, c.name FROM customers c", {"x", "name"}) == "m-");
    CHECK(masked("SELECT EMAIL x, Name FROM Customers", {"x", "Name"}) == "m-");
    CHECK(masked("SELECT 'email' x FROM customers", {"x"}) == "m");
}

TEST_CASE("masks: stars show their columns", "[share][mask]") {
    CHECK(masked("SELECT * FROM customers", {"id", "name", "email"}) == "--m");
    CHECK(masked("SELECT o.*, c.* FROM orders o JOIN customers c ON c.id = o.customer_id",
                 {"id", "customer_id", "total", "id", "name", "email"}) == "-----m");
    CHECK(masked("SELECT o.* FROM orders o JOIN customers c ON c.id = o.customer_id",
                 {"id", "customer_id", "total"}) == "---");
    CHECK(masked("SELECT * FROM orders", {"id", "customer_id", "total"}) == "---");
}

TEST_CASE("masks: an expression that may hold a masked value is masked", "[share][mask]") {
    CHECK(masked("SELECT id, upper(email) e FROM customers", {"id", "e"}) == "-m");
    CHECK(masked("SELECT name || email AS n FROM customers", {"n"}) == "m");
    CHECK(masked("SELECT max(email) FROM customers", {"max(email)"}) == "m");
    CHECK(masked("SELECT name, (SELECT email FROM customers LIMIT 1) x FROM customers",
                 {"name", "x"}) == "-m");
    CHECK(masked("SELECT name, count(*) n FROM customers WHERE email LIKE 'a%' GROUP BY name",
                 {"name", "n"}) == "-m");
}

TEST_CASE("masks: a statement that reads no masked column has none masked", "[share][mask]") {
    CHECK(masked("SELECT count(*) FROM customers", {"count(*)"}) == "-");
    CHECK(masked("SELECT upper(name) u, count(*) n FROM customers c GROUP BY 1", {"u", "n"}) ==
          "--");
    CHECK(masked("SELECT sum(total) FROM orders", {"sum(total)"}) == "-");
    CHECK(masked("PRAGMA user_version", {"user_version"}) == "-");
}

TEST_CASE("masks: through subqueries, sets and what renames columns", "[share][mask]") {
    CHECK(masked("SELECT x, n FROM (SELECT email AS x, name AS n FROM customers) t", {"x", "n"}) ==
          "m-");
    CHECK(masked("WITH t AS (SELECT email AS x, id FROM customers) SELECT x, id FROM t",
                 {"x", "id"}) == "m-");
    CHECK(masked("WITH t(a, b, c) AS (SELECT * FROM customers) SELECT c FROM t", {"c"}) == "m");
    CHECK(masked("SELECT name FROM customers UNION SELECT email FROM customers", {"name"}) == "m");
    CHECK(masked("SELECT name FROM orders, (SELECT name FROM customers UNION ALL SELECT email FROM "
                 "customers) t",
                 {"name"}) == "m");
    CHECK(masked("SELECT z FROM customers AS c(x, y, z)", {"z"}, "postgres") == "m");
    CHECK(masked("WITH t AS (TABLE customers) SELECT t FROM t", {"t"}, "postgres") == "m");
    CHECK(masked("TABLE customers", {"id", "name", "email"}, "postgres") == "mmm");
}

TEST_CASE("masks: a table that is a CTE further on in the statement", "[share][mask]") {
    CHECK(masked("WITH a AS (SELECT total FROM orders), orders AS (SELECT email AS total FROM "
                 "customers) SELECT total FROM a",
                 {"total"}) == "m");
    CHECK(masked("WITH orders AS (SELECT name AS total FROM sites), b AS (WITH a AS (SELECT total "
                 "FROM orders), orders AS (SELECT email AS total FROM customers) SELECT total FROM "
                 "a) SELECT total FROM b",
                 {"total"}) == "m");
    CHECK(masked("WITH a AS (SELECT total FROM orders), b AS (SELECT email AS total FROM "
                 "customers) SELECT total FROM a",
                 {"total"}) == "-");
}

TEST_CASE("masks: a join under one name, with other names for its columns", "[share][mask]") {
    CHECK(masked("SELECT name FROM (customers c JOIN orders o ON o.customer_id = c.id) "
                 "AS j(id, x, name, oid, customer_id, total)",
                 {"name"}, "postgres") == "m");
    CHECK(masked("SELECT name FROM sites, (customers c JOIN orders o ON o.customer_id = c.id) "
                 "j(id, x, name, oid, customer_id, total)",
                 {"name"}, "postgres") == "m");
    CHECK(masked("SELECT c.name FROM (customers c JOIN orders o ON o.customer_id = c.id AND "
                 "c.email <> '')",
                 {"name"}, "postgres") == "-");
}

TEST_CASE("masks: a column that USING makes of two is masked when one of them is",
          "[share][mask]") {
    CHECK(masked("SELECT name FROM sites RIGHT JOIN (SELECT email AS name FROM customers) x USING "
                 "(name)",
                 {"name"}) == "m");
    CHECK(masked("SELECT name FROM sites NATURAL JOIN (SELECT email AS name FROM customers) x",
                 {"name"}) == "m");
    CHECK(masked("SELECT n FROM (SELECT name AS n FROM sites RIGHT JOIN (SELECT email AS name FROM "
                 "customers) x USING (name)) y",
                 {"n"}) == "m");
    CHECK(masked("SELECT name FROM sites JOIN customers USING (name) WHERE email <> ''",
                 {"name"}) == "-");
}

TEST_CASE("masks: a whole row holds all columns", "[share][mask]") {
    CHECK(masked("SELECT row_to_json(c) FROM customers c", {"row_to_json"}, "postgres") == "m");
    CHECK(masked("SELECT customers FROM customers", {"customers"}, "postgres") == "m");
    CHECK(masked("SELECT to_json(c.*) x FROM customers c", {"x"}, "postgres") == "m");
    CHECK(masked("SELECT c.name FROM customers c", {"name"}, "postgres") == "-");
}

TEST_CASE("masks: what cannot be read is masked as a whole, where it names the table",
          "[share][mask]") {
    CHECK(masked("INSERT INTO customers VALUES (1) RETURNING id, email", {"id", "email"},
                 "postgres") == "mm");
    CHECK(masked("EXPLAIN SELECT email FROM customers", {"plan"}) == "m");
    CHECK(masked("EXPLAIN SELECT total FROM orders", {"plan"}) == "-");
    CHECK(masked("SELECT 'never ends", {"x"}) == "m");
}

TEST_CASE("masks: what a database keeps about values is masked", "[share][mask]") {
    CHECK(masked("SELECT most_common_vals FROM pg_stats", {"most_common_vals"}, "postgres") == "m");
    CHECK(masked("SELECT query FROM pg_stat_activity", {"query"}, "postgres") == "m");
    CHECK(masked("SELECT * FROM sqlite_stat4", {"sample"}) == "m");
    CHECK(masked("SELECT U&\"\\0065mail\" AS x FROM t", {"x"}, "postgres") == "m");
}

TEST_CASE("masks: a column that nobody knows is masked by its name", "[share][mask]") {
    CHECK(masked("SELECT * FROM later", {"id", "email"}) != "--");
    CHECK(masked("SELECT email FROM contacts", {"email"}) == "m");
    CHECK(masked("SELECT total AS email FROM orders", {"email"}) == "-");
    CHECK(masked("SELECT id FROM orders", {"id"}, "sqlite", "customers.*") == "-");
}

TEST_CASE("masks: tables and columns that the catalog does not have", "[share][mask]") {
    CHECK(masked("SELECT upper(email) AS x FROM otherdb.customers", {"x"}, "mysql") == "m");
    CHECK(masked("SELECT upper(phone) AS x FROM customers", {"x"}, "sqlite", "*.phone") == "m");
    CHECK(masked("SELECT x, y FROM otherdb.contact_list", {"x", "y"}, "mysql") == "mm");
    CHECK(masked("EXPLAIN SELECT 1 FROM otherdb.staff", {"plan"}, "mysql", "staff.*") == "m");
    CHECK(masked("SELECT table_name FROM information_schema.tables", {"table_name"}, "mysql") ==
          "-");
    CHECK(masked("SELECT name FROM sqlite_master", {"name"}) == "-");
}

TEST_CASE("masks: without masks nothing is", "[share][mask]") {
    const database::Catalog catalog = people_catalog();
    const std::vector<database::ResultColumn> columns = {{.name = "email"}};

    CHECK(masked_columns({.sql = "SELECT email FROM customers",
                          .dialect = *database::find_dialect("sqlite"),
                          .catalog = catalog,
                          .masked = {},
                          .rule = {},
                          .columns = columns}) == std::vector<bool>{false});
}
