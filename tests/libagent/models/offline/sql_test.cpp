#include "libagent/models/offline/sql.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

const database::Dialect& sqlite() {
    return *database::find_dialect("sqlite");
}

}

TEST_CASE("sql: each kind of condition has its text", "[offline]") {
    const auto catalog = test::shop_catalog();
    const auto& jobs = *catalog.find_table("jobs");
    const auto column = [&](const char* name) { return ColumnRef{0, jobs.find_column(name)}; };
    Query query;
    query.sources = {&jobs};
    query.outputs = {{Aggregate::count, {}, {}}};
    query.where = {Compare{column("cost"), Operator::at_least, "2.50"},
                   OneOf{column("priority"), {"it's", "low"}, true},
                   Between{column("cost"), "1", "9"},
                   InDates{column("opened_on"), "2024-01-01", "2025-01-01", "in 2024"},
                   IsNull{column("completed_on"), false}};

    CHECK(to_sql(query, sqlite()) ==
          "SELECT COUNT(*) AS number_of_jobs FROM jobs WHERE cost >= 2.50 AND priority NOT IN "
          "('it''s', 'low') AND cost BETWEEN 1 AND 9 AND opened_on >= '2024-01-01' AND opened_on < "
          "'2025-01-01' AND completed_on IS NULL");
}

TEST_CASE("sql: names that need quotes get them", "[offline]") {
    database::Table table{.schema = "", .name = "select"};
    table.columns = {{"odd \"name\"", "TEXT", database::Kind::text, true}};
    Query query;
    query.sources = {&table};
    query.outputs = {{Aggregate::none, ColumnRef{0, &table.columns[0]}, {}}};

    CHECK(to_sql(query, sqlite()) == "SELECT \"odd \"\"name\"\"\" FROM \"select\"");
}

TEST_CASE("sql: a backslash cannot end a literal where it escapes", "[offline]") {
    const auto catalog = test::shop_catalog();
    const auto& sites = *catalog.find_table("sites");
    database::Dialect escaping = sqlite();
    escaping.backslash_escapes = true;
    Query query;
    query.sources = {&sites};
    query.outputs = {{Aggregate::count, {}, {}}};
    query.where = {OneOf{{0, &sites.columns[1]}, {"\\' OR 1=1 --"}, false}};

    CHECK(to_sql(query, escaping).ends_with("WHERE name = '\\\\'' OR 1=1 --'"));
}
