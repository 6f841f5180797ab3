#include "cli/repl/schema_text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli::repl;
using database::Catalog;
using database::Table;

namespace {

Table orders() {
    return {.name = "orders",
            .columns = {{.name = "order_id", .type = "INTEGER", .nullable = false},
                        {.name = "Group", .type = "TEXT", .comment = "which\none"},
                        {.name = "customer_id"}},
            .primary_key = {"order_id"},
            .foreign_keys = {{.columns = {"customer_id"},
                              .table = "sales.customers",
                              .referenced = {"customer_id"}}}};
}

}

TEST_CASE("schema text: columns, keys and comments as a statement", "[repl]") {
    const Catalog catalog{.tables = {{.schema = "sales", .name = "customers"}, orders()}};

    CHECK(schema_text(catalog.tables[1], catalog, *database::find_dialect("sqlite")) ==
          "CREATE TABLE orders (\n"
          "    order_id    INTEGER NOT NULL,\n"
          "    \"Group\"     TEXT,  -- which\\none\n"
          "    customer_id,\n"
          "    PRIMARY KEY (order_id),\n"
          "    FOREIGN KEY (customer_id) REFERENCES sales.customers (customer_id)\n"
          ");\n");
}

TEST_CASE("schema text: names are quoted as the dialect does", "[repl]") {
    Table table{.name = "my table", .columns = {{.name = "a`b", .type = "int"}}};

    CHECK(schema_text(table, {}, *database::find_dialect("mysql")) ==
          "CREATE TABLE `my table` (\n    `a``b` int\n);\n");
    CHECK(schema_text(table, {}, *database::find_dialect("sqlserver"))
              .starts_with("CREATE TABLE [my table] ("));
}

TEST_CASE("schema text: a key that was concluded is a comment, and takes no comma", "[repl]") {
    Table table = orders();
    table.comment = "All of\nthem";
    table.foreign_keys[0].inferred = true;

    const std::string text = schema_text(table, {}, *database::find_dialect("sqlite"));

    CHECK(text.starts_with("-- All of\\nthem\nCREATE TABLE"));
    CHECK(text.find("    PRIMARY KEY (order_id)\n    -- by its name: FOREIGN KEY (customer_id) "
                    "REFERENCES \"sales.customers\" (customer_id)\n);\n") != std::string::npos);
}

TEST_CASE("schema text: a view has columns, and nothing hostile gets out of its line", "[repl]") {
    const Table view{
        .name = "v\n; DROP TABLE x", .is_view = true, .columns = {{.name = "\x1b[2J"}}};

    const std::string text = schema_text(view, {}, *database::find_dialect("sqlite"));

    CHECK(text == "CREATE VIEW \"v\\n; DROP TABLE x\" (\n    \"\\x1b[2J\"\n) AS SELECT …;\n");
}
