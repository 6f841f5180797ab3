#include "libagent/database/catalog.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace askdb::database;

namespace {

Column integer_column(const std::string& name) {
    return {.name = name, .type = "INTEGER", .kind = Kind::integer};
}

Column text_column(const std::string& name) {
    return {.name = name, .type = "TEXT", .kind = Kind::text};
}

/// "table(column)" of each inferred key of `table`, in the order of its columns.
std::vector<std::string> keys_of(Catalog catalog, const std::string& table) {
    infer_foreign_keys(catalog);
    std::vector<std::string> out;
    for (const ForeignKey& key : catalog.find_table(table)->foreign_keys) {
        if (key.inferred)
            out.push_back(key.columns[0] + "->" + key.table + "(" + key.referenced[0] + ")");
    }
    return out;
}

using Keys = std::vector<std::string>;

}

TEST_CASE("keys: a column named after a table's key points at it", "[catalog_keys]") {
    Catalog catalog;
    catalog.tables = {
        {.name = "sites", .columns = {integer_column("site_id")}, .primary_key = {"site_id"}},
        {.name = "categories", .columns = {integer_column("id")}, .primary_key = {"id"}},
        {.name = "Box", .columns = {integer_column("Id")}, .primary_key = {"Id"}},
        {.name = "boxes_of", .columns = {integer_column("x")}},
        {.name = "countries", .columns = {text_column("code")}, .primary_key = {"code"}},
        {.name = "orders",
         .columns = {integer_column("id"), integer_column("site_id"), integer_column("CategoryID"),
                     integer_column("boxid"), text_column("country_code"), text_column("name"),
                     text_column("code"), integer_column("category")},
         .primary_key = {"id"}},
        {.name = "order_view", .is_view = true, .columns = {integer_column("site_id")}},
    };

    CHECK(keys_of(catalog, "orders") ==
          Keys{"site_id->sites(site_id)", "CategoryID->categories(id)", "boxid->Box(Id)",
               "country_code->countries(code)", "category->categories(id)"});
    CHECK(keys_of(catalog, "order_view") == Keys{"site_id->sites(site_id)"});
    CHECK(keys_of(catalog, "sites").empty());
    CHECK(keys_of(catalog, "countries").empty());
}

TEST_CASE("keys: a role may stand before a key's name", "[catalog_keys]") {
    Catalog catalog;
    catalog.tables = {
        {.name = "employees",
         .columns = {integer_column("employee_id"), integer_column("manager_employee_id")},
         .primary_key = {"employee_id"}},
        {.name = "employee_details",
         .columns = {integer_column("employee_id")},
         .primary_key = {"employee_id"}},
    };

    CHECK(keys_of(catalog, "employees") == Keys{"manager_employee_id->employees(employee_id)"});
    CHECK(keys_of(catalog, "employee_details") == Keys{"employee_id->employees(employee_id)"});
}

TEST_CASE("keys: nothing is inferred from what is declared, unlike or ambiguous",
          "[catalog_keys]") {
    Catalog catalog;
    catalog.tables = {
        {.name = "sites", .columns = {integer_column("id")}, .primary_key = {"id"}},
        {.name = "site", .columns = {integer_column("id")}, .primary_key = {"id"}},
        {.name = "team", .columns = {integer_column("team_id")}, .primary_key = {"team_id"}},
        {.name = "teams", .columns = {integer_column("team_id")}, .primary_key = {"team_id"}},
        {.name = "parts", .columns = {integer_column("id")}, .primary_key = {"id"}},
        {.name = "lines",
         .columns = {integer_column("order_id"), integer_column("no")},
         .primary_key = {"order_id", "no"}},
        {.name = "uses",
         .columns = {integer_column("site_id"), text_column("part_id"), integer_column("line_no"),
                     integer_column("sites_id")}},
        {.name = "makes",
         .columns = {integer_column("part_id")},
         .foreign_keys = {{.columns = {"part_id"}, .table = "sites", .referenced = {"id"}}}},
    };

    // `sites_id` can only mean `sites`; `site_id` both.
    CHECK(keys_of(catalog, "uses") == Keys{"sites_id->sites(id)"});
    CHECK(keys_of(catalog, "makes").empty());
    CHECK(keys_of(catalog, "teams").empty());
}
