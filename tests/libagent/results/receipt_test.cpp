#include "libagent/results/receipt.h"

#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

namespace askdb::results {
namespace {

const database::Dialect& dialect(std::string_view name = "sqlite") {
    return *database::find_dialect(name);
}

database::Catalog shop_catalog() {
    database::Catalog catalog;
    catalog.tables = {{.name = "customers",
                       .columns = {{.name = "id", .type = "INTEGER", .nullable = false},
                                   {.name = "city", .type = "TEXT"}},
                       .primary_key = {"id"}},
                      {.name = "orders",
                       .columns = {{.name = "id", .type = "INTEGER"},
                                   {.name = "customer_id", .type = "INTEGER"},
                                   {.name = "total", .type = "REAL"}},
                       .foreign_keys = {{{"customer_id"}, "customers", {"id"}}}},
                      {.schema = "old", .name = "orders", .columns = {{.name = "id"}}},
                      {.name = "total", .is_view = true, .columns = {{.name = "n"}}}};
    return catalog;
}

std::vector<std::string> names_in(std::string_view sql, std::string_view in = "sqlite") {
    const database::Catalog catalog = shop_catalog();
    std::vector<std::string> names;
    for (const database::Table* table : named_tables(sql, dialect(in), catalog))
        names.push_back(table->qualified_name());
    return names;
}

using Names = std::vector<std::string>;

std::string hash_of_all(const database::Catalog& catalog) {
    std::vector<const database::Table*> tables;
    for (const database::Table& table : catalog.tables) tables.push_back(&table);
    return schema_hash(tables);
}

/// What the schema's hash is once `change` was made.
template <class Change>
std::string hash_after(Change change) {
    database::Catalog catalog = shop_catalog();
    change(catalog.tables[1]);
    return hash_of_all(catalog);
}

database::Rows cities(const std::vector<std::string>& names) {
    std::vector<SampleCell> cells;
    for (const std::string& name : names) cells.push_back(text_cell(name));
    return sample_rows({"city"}, cells);
}

std::string hash_of(const std::vector<std::string>& names, bool order_counts = false) {
    return result_hash(cities(names), order_counts);
}

}

TEST_CASE("receipt: the tables of a statement are those that stand in place of one",
          "[results][receipt]") {
    CHECK(names_in("SELECT total FROM orders") == Names{"orders"});
    CHECK(names_in("select * from ORDERS o join \"customers\" c on c.id = o.id;  -- old.orders") ==
          Names{"customers", "orders"});
    CHECK(names_in("SELECT * FROM old.orders") == Names{"old.orders"});
    CHECK(names_in("WITH orders AS (SELECT * FROM customers) SELECT * FROM orders") ==
          Names{"customers"});
    CHECK(names_in("SELECT (SELECT max(n) FROM total) FROM customers WHERE id IN (SELECT id FROM "
                   "orders)") == Names{"customers", "orders", "total"});
    CHECK(names_in("SELECT E'\\'' FROM orders", "postgres") == Names{"orders"});
    CHECK(names_in("SELECT 1").empty());
    CHECK(names_in("").empty());
}

TEST_CASE("receipt: of a statement that is not understood every name counts",
          "[results][receipt]") {
    CHECK(names_in("SELECT * FROM my_rows('x'), orders WHERE total > 1") ==
          Names{"orders", "total"});
}

TEST_CASE("receipt: the schema's hash is of names, types, NULL and declared keys",
          "[results][receipt]") {
    const std::string same = hash_of_all(shop_catalog());
    using database::Table;

    CHECK(same.size() == 32);
    CHECK(hash_after([](Table& t) { t.columns[2].type = "TEXT"; }) != same);
    CHECK(hash_after([](Table& t) { t.columns[2].name = "sum"; }) != same);
    CHECK(hash_after([](Table& t) { t.columns[2].nullable = false; }) != same);
    CHECK(hash_after([](Table& t) { t.columns.push_back({.name = "x"}); }) != same);
    CHECK(hash_after([](Table& t) { std::swap(t.columns[0], t.columns[1]); }) != same);
    CHECK(hash_after([](Table& t) { t.primary_key = {"id"}; }) != same);
    CHECK(hash_after([](Table& t) { t.foreign_keys.clear(); }) != same);
    CHECK(hash_after([](Table& t) { t.name = "orders2"; }) != same);

    CHECK(hash_after([](Table& t) { t.row_estimate = 7; }) == same);
    CHECK(hash_after([](Table& t) { t.comment = t.columns[0].comment = "all of them"; }) == same);
    CHECK(hash_after([](Table& t) {
              t.foreign_keys.push_back(
                  {.columns = {"id"}, .table = "x", .referenced = {"id"}, .inferred = true});
          }) == same);
}

TEST_CASE("receipt: the shape is of the columns' names and of the types that the database says",
          "[results][receipt]") {
    const std::vector<database::ResultColumn> columns = {{"city", "TEXT", database::Kind::text}};
    std::vector<database::ResultColumn> empty = columns, other = columns, renamed = columns;
    empty[0].kind = database::Kind::null;
    other[0].declared_type = "INTEGER";
    renamed[0].name = "town";
    const std::string same = shape_hash(columns, TypesFrom::database);

    CHECK(shape_hash(empty, TypesFrom::database) == same);
    CHECK(shape_hash(other, TypesFrom::database) != same);
    CHECK(shape_hash(renamed, TypesFrom::database) != same);
    CHECK(shape_hash(other, TypesFrom::rows) == shape_hash(columns, TypesFrom::rows));
    CHECK(shape_hash(renamed, TypesFrom::rows) != shape_hash(columns, TypesFrom::rows));
}

TEST_CASE("receipt: an order is asked for outside of parentheses", "[results][receipt]") {
    CHECK(asks_for_order("SELECT * FROM t ORDER BY 1", dialect()));
    CHECK(asks_for_order("WITH a AS (SELECT 1) SELECT * FROM a Order /* x */ By 1 LIMIT 3;",
                         dialect()));
    CHECK_FALSE(asks_for_order("SELECT * FROM (SELECT * FROM t ORDER BY 1)", dialect()));
    CHECK_FALSE(asks_for_order("SELECT rank() OVER (ORDER BY x) FROM t -- ORDER BY x", dialect()));
    CHECK(asks_for_order("SELECT 1 UNION SELECT 2 ORDER BY 1", dialect()));
    CHECK_FALSE(asks_for_order("SELECT 'ORDER BY', \"order\" FROM t -- ORDER BY a", dialect()));
    CHECK_FALSE(asks_for_order("SELECT a FROM t", dialect()));
}

TEST_CASE("receipt: without an order of its own a result is a bag of rows", "[results][receipt]") {
    const std::string same = hash_of({"Oslo", "Bern", "Oslo"});

    CHECK(same.size() == 32);
    CHECK(hash_of({"Oslo", "Oslo", "Bern"}) == same);
    CHECK(hash_of({"Oslo", "Bern", "Bern"}) != same);
    CHECK(hash_of({"Oslo", "Bern"}) != same);
    CHECK(hash_of({"Oslo", "Bern", "Osl"}) != same);
    CHECK(hash_of({}) != hash_of({""}));
    CHECK(hash_of({""}) != hash_of({"", ""}));
}

TEST_CASE("receipt: with an order another one is told from other rows", "[results][receipt]") {
    const std::string kept = hash_of({"Oslo", "Bern"}, true);

    CHECK(difference_of(kept, hash_of({"Oslo", "Bern"}, true)) == Difference::none);
    CHECK(difference_of(kept, hash_of({"Bern", "Oslo"}, true)) == Difference::order);
    CHECK(difference_of(kept, hash_of({"Bern", "Bern"}, true)) == Difference::values);
}

TEST_CASE("receipt: NULL is no text, cells do not run together, types do not count",
          "[results][receipt]") {
    const auto hash = [](const std::vector<SampleCell>& cells) {
        return result_hash(sample_rows({"a", "b"}, cells), false);
    };

    CHECK(hash({null_cell, text_cell("x")}) != hash({text_cell(""), text_cell("x")}));
    CHECK(hash({text_cell("ab"), text_cell("c")}) != hash({text_cell("a"), text_cell("bc")}));
    CHECK(hash({null_cell, text_cell("x")}) != hash({text_cell("x"), null_cell}));
    CHECK(hash({integer_cell("1"), text_cell("x")}) == hash({text_cell("1"), text_cell("x")}));
    CHECK(hash({integer_cell("1"), text_cell("x")}) != hash({real_cell("1.0"), text_cell("x")}));
}

TEST_CASE("receipt: hashes are the same in every version", "[results][receipt]") {
    CHECK(hash_of({"Oslo", "Bern"}) == "6228e9a4b58aec78b7e6d9eb1ee3d669");
    CHECK(hash_of({"Oslo", "Bern"}, true) == "6228e9a4b58aec78e001eca4c50dab25");
    CHECK(hash_of_all(shop_catalog()) == "df28a2fd3c7d7012f4bc27ad63b4d3ea");
}

}
