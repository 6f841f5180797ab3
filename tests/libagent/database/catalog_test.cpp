#include "libagent/database/catalog.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("catalog: tables and columns are found in any case, the default schema first",
          "[catalog]") {
    Catalog catalog;
    catalog.tables.push_back({.schema = "", .name = "Sites", .columns = {{.name = "Name"}}});
    catalog.tables.push_back({.schema = "hr", .name = "people"});
    catalog.tables.push_back({.schema = "hr", .name = "sites"});

    CHECK(catalog.find_table("SITES") == &catalog.tables[0]);
    CHECK(catalog.find_table("hr.SITES") == &catalog.tables[2]);
    CHECK(catalog.find_table("People") == &catalog.tables[1]);
    CHECK(catalog.find_table("site") == nullptr);
    CHECK(catalog.find_table("", "SITES") == &catalog.tables[0]);
    CHECK(catalog.find_table("", "People") == &catalog.tables[1]);
    CHECK(catalog.find_table("HR", "sites") == &catalog.tables[2]);
    CHECK(catalog.find_table("main", "sites") == nullptr);
    CHECK(catalog.tables[0].find_column("NAME") == catalog.tables[0].columns.data());
    CHECK(catalog.tables[0].find_column("nam") == nullptr);
    CHECK(catalog.table_names() == std::vector<std::string>{"Sites", "hr.people", "hr.sites"});
}
