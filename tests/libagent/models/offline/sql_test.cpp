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

namespace {

/// Jobs with nullable columns, as this dialect asks for them.
struct AskedJobs {
    AskedJobs() {
        query.sources = {&jobs};
        query.outputs = {output("title"), output("cost")};
        query.order_by = {{output("cost"), true}, {output("title"), false}};
    }

    Term output(const char* name, Aggregate aggregate = Aggregate::none,
                DatePart part = DatePart::none) const {
        return {aggregate, ColumnRef{0, jobs.find_column(name)}, part};
    }
    std::string in(const char* dialect) const {
        return to_sql(query, *database::find_dialect(dialect));
    }

    database::Table jobs{.name = "jobs",
                         .columns = {{"title", "text", database::Kind::text},
                                     {"cost", "numeric(8,2)", database::Kind::decimal},
                                     {"weight", "double precision", database::Kind::real},
                                     {"mood", "mood", database::Kind::text},
                                     {"day", "text", database::Kind::text}}};
    Query query;
};

}

TEST_CASE("sql: texts are ordered by their bytes and NULL comes first in every dialect",
          "[offline]") {
    AskedJobs asked;

    CHECK(asked.in("sqlite") == "SELECT title, cost FROM jobs ORDER BY cost DESC, title");
    CHECK(asked.in("postgres") ==
          "SELECT title, cost FROM jobs ORDER BY cost DESC NULLS LAST, "
          "title COLLATE \"C\" NULLS FIRST");
    CHECK(asked.in("mysql") ==
          "SELECT title, cost FROM jobs ORDER BY cost DESC, CAST(title AS BINARY)");

    asked.query.order_by = {{asked.output("mood"), false}};
    CHECK(asked.in("postgres").ends_with("ORDER BY mood NULLS FIRST"));
}

TEST_CASE("sql: different rows keep an order that DISTINCT would refuse", "[offline]") {
    AskedJobs asked;
    asked.query.outputs = {asked.output("title")};
    asked.query.order_by = {{asked.output("title"), false}};
    asked.query.distinct = true;

    CHECK(asked.in("sqlite") == "SELECT DISTINCT title FROM jobs ORDER BY title");
    CHECK(asked.in("postgres") ==
          "SELECT title FROM jobs GROUP BY title ORDER BY title COLLATE \"C\" NULLS FIRST");
    CHECK(asked.in("mysql") ==
          "SELECT title FROM jobs GROUP BY title ORDER BY CAST(title AS BINARY)");
}

TEST_CASE("sql: an average keeps its decimals where the database would cut them", "[offline]") {
    AskedJobs asked;
    asked.query.order_by = {};
    asked.query.outputs = {asked.output("cost", Aggregate::average),
                           asked.output("weight", Aggregate::average)};

    CHECK(asked.in("postgres") ==
          "SELECT AVG(cost) AS average_cost, AVG(weight) AS average_weight FROM jobs");
    CHECK(asked.in("mysql") ==
          "SELECT AVG(CAST(cost AS DECIMAL(40,12))) AS average_cost, "
          "AVG(weight) AS average_weight FROM jobs");
}

TEST_CASE("sql: the parts of a date that is kept as a text are cut out of it", "[offline]") {
    AskedJobs asked;
    asked.query.order_by = {};
    asked.query.outputs = {asked.output("day", Aggregate::none, DatePart::month)};

    for (const char* dialect : {"sqlite", "postgres", "mysql"})
        CHECK(asked.in(dialect).starts_with("SELECT SUBSTRING(day, 1, 7) AS "));
}

TEST_CASE("sql: the first rows are asked for as the dialect does", "[offline]") {
    AskedJobs asked;
    asked.query.limit = "3";

    CHECK(asked.in("postgres").ends_with(" LIMIT 3"));
    CHECK(asked.in("sqlserver").ends_with(" OFFSET 0 ROWS FETCH NEXT 3 ROWS ONLY"));
    CHECK(why_not_sql(asked.query, *database::find_dialect("postgres")).empty());
    // Nobody knows how, before the server was asked.
    CHECK(why_not_sql(asked.query, *database::find_dialect("generic")).find("first rows") !=
          std::string::npos);
}

TEST_CASE("sql: tables of the same name in two schemas are told apart", "[offline]") {
    AskedJobs asked;
    database::Table other = asked.jobs;
    other.schema = "old";
    asked.query.sources = {&asked.jobs, &other};
    asked.query.joins = {{0, 1, {{&asked.jobs.columns[0], &other.columns[0]}}, false}};
    asked.query.outputs = {{Aggregate::none, ColumnRef{1, &other.columns[1]}}};
    asked.query.order_by = {};

    CHECK(asked.in("postgres") ==
          "SELECT old_jobs.cost FROM jobs AS jobs JOIN old.jobs AS "
          "old_jobs ON old_jobs.title = jobs.title");
}
