#include "libagent/database/nearest_names.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

namespace {

Catalog orders_catalog() {
    Catalog catalog;
    catalog.tables = {
        {.name = "invoices", .columns = {{.name = "due_date"}}},
        {.name = "sites", .columns = {{.name = "site_id"}, {.name = "name"}}},
        {.name = "work_orders", .columns = {{.name = "due_date"}, {.name = "done_date"}}},
    };
    return catalog;
}

std::string hint(const std::string& message, const std::string& sql) {
    return nearest_names({Errc::bad_input, message}, sql, orders_catalog());
}

}

TEST_CASE("nearest names: columns of the tables that the statement mentions go first",
          "[nearest_names]") {
    CHECK(hint("no such column: due_dat", "SELECT due_dat FROM work_orders") ==
          "did you mean 'work_orders.due_date', 'work_orders.done_date'?");
    CHECK(hint("no such column: w.due_dat", "SELECT w.due_dat FROM work_orders AS w") ==
          "did you mean 'work_orders.due_date', 'work_orders.done_date'?");
    CHECK(hint("no such column: site_id", "SELECT site_id FROM work_orders") ==
          "did you mean 'sites.site_id'?");
}

TEST_CASE("nearest names: tables and functions too", "[nearest_names]") {
    CHECK(hint("no such table: work_order", "SELECT 1 FROM work_order") ==
          "did you mean 'work_orders'?");
    CHECK(hint("no such table: main.sitse", "SELECT 1 FROM main.sitse") == "did you mean 'sites'?");
    CHECK(hint("no such function: cuont", "SELECT cuont(*)") == "did you mean 'count'?");
}

TEST_CASE("nearest names: whatever the database's words are", "[nearest_names]") {
    for (const char* message :
         {"relation \"work_order\" does not exist", "relation \"public.work_order\" does not exist",
          "ERROR: relation \"work_order\" does not exist; Error while executing the query",
          "Table 'shop.work_order' doesn't exist", "Invalid object name 'work_order'."}) {
        INFO(message);
        CHECK(hint(message, "SELECT 1 FROM work_order") == "did you mean 'work_orders'?");
    }
    for (const char* message :
         {"column \"site_i\" does not exist", "column s.site_i does not exist",
          "column \"s.site_i\" does not exist", "Unknown column 's.site_i' in 'field list'",
          "Invalid column name 'site_i'."}) {
        INFO(message);
        CHECK(hint(message, "SELECT s.site_i FROM sites s") == "did you mean 'sites.site_id'?");
    }
}

TEST_CASE("nearest names: a text in double quotes is told apart", "[nearest_names]") {
    CHECK(hint("no such column: Berlin's", "SELECT 1 FROM sites WHERE name = \"Berlin's\"") ==
          "text goes in single quotes: 'Berlin''s'");
}

TEST_CASE("nearest names: nothing is said when nothing is near", "[nearest_names]") {
    CHECK(hint("no such column: zzzzzzzz", "SELECT zzzzzzzz FROM sites").empty());
    CHECK(hint("near \"FORM\": syntax error", "SELECT 1 FORM sites").empty());
    CHECK(nearest_names({Errc::timeout, "no such table: site"}, "", orders_catalog()).empty());
}

TEST_CASE("nearest names: the table that is unknown is told", "[nearest_names]") {
    CHECK(unknown_table({Errc::bad_input, "no such table: main.towns"}) == "towns");
    CHECK(unknown_table({Errc::bad_input, "no such column: towns"}).empty());
    CHECK(unknown_table({Errc::timeout, "no such table: towns"}).empty());
}
