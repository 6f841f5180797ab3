#include "libagent/database/table_judge.h"

#include "libagent/database/database.h"
#include "libagent/database/odbc/odbc_source.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

namespace {

/// `sites` in the schema that needs no name, `hr.people` in another.
Catalog two_schemas() {
    Catalog catalog;
    catalog.tables = {{.name = "sites", .home = "public"},
                      {.name = "secrets", .home = "public"},
                      {.schema = "hr", .name = "people", .home = "hr"},
                      {.schema = "monitoring", .name = "alerts", .home = "monitoring"}};
    return catalog;
}

const TableLists usual_lists = {.allowed = {"sites", "monitoring.*", "work*", "people"},
                                .denied = {"*.secrets", "hr.*"}};

std::string verdict(const char* dialect, const std::string& sql,
                    const TableLists& lists = usual_lists) {
    const auto error =
        judge_table_names(sql, *find_dialect(dialect), TableFilter(lists, {"shop"}), two_schemas());
    if (!error) return "allowed";
    return error->code == Errc::refused ? error->message : "wrong code: " + error->message;
}

constexpr const char* judged_dialects[] = {"postgres", "mysql", "sqlserver", "generic"};

}

TEST_CASE("table judge: what is on the list is read in every way", "[lists]") {
    for (const char* dialect : judged_dialects) {
        for (const char* sql :
             {"SELECT * FROM sites", "SELECT * FROM Sites AS secrets",
              "SELECT 'secrets' FROM sites", "SELECT secrets.name FROM sites secrets",
              "SELECT 1 AS secrets",
              "SELECT * FROM public.sites, monitoring.alerts a WHERE a.secrets = 1",
              "SELECT * FROM shop.public.sites", "SELECT * FROM sites WHERE id IN (1, 2)",
              "WITH recent AS (SELECT * FROM sites) SELECT * FROM recent",
              "SELECT count(*) FROM sites /* FROM secrets */"}) {
            INFO(dialect << ": " << sql);
            CHECK(verdict(dialect, sql) == "allowed");
        }
    }
}

TEST_CASE("table judge: what is not on the list is refused, however it is dressed", "[lists]") {
    for (const char* dialect : judged_dialects) {
        for (const char* sql : {"SELECT * FROM secrets",
                                "SELECT * FROM SECRETS",
                                "SELECT * FROM public.secrets",
                                "SELECT * FROM shop.public.secrets",
                                "SELECT * FROM other.public.sites",
                                "SELECT * FROM hr.people",
                                "SELECT * FROM people",
                                "SELECT * FROM nobody_knows",
                                "SELECT * FROM sites, secrets",
                                "SELECT * FROM sites JOIN secrets ON 1 = 1",
                                "SELECT * FROM sites JOIN monitoring.alerts ON 1 = 1, secrets",
                                "SELECT * FROM sites NATURAL JOIN secrets",
                                "SELECT * FROM sites JOIN secrets USING (id)",
                                "SELECT (SELECT max(id) FROM secrets) FROM sites",
                                "SELECT * FROM (SELECT * FROM secrets) AS sites",
                                "SELECT * FROM sites WHERE EXISTS (SELECT 1 FROM secrets)",
                                "SELECT * FROM sites UNION ALL SELECT * FROM secrets",
                                "WITH sites AS (SELECT * FROM secrets) SELECT * FROM sites",
                                "WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets",
                                "SELECT * FROM/**/secrets",
                                "SELECT * FROM -- x\n secrets",
                                "SELECT * FROM information_schema.tables",
                                "SELECT * FROM pg_catalog.pg_class",
                                "SELECT * FROM pg_stats",
                                "SELECT * FROM mysql.user",
                                "SELECT * FROM sys.tables"}) {
            INFO(dialect << ": " << sql);
            CHECK(verdict(dialect, sql).find("the configuration allows") != std::string::npos);
        }
    }
    for (const char* sql : {"TABLE secrets", "SELECT * FROM ONLY secrets", "TABLE ONLY secrets",
                            "SELECT * FROM sites, LATERAL (SELECT * FROM secrets) q",
                            "SELECT * FROM \"secrets\"", "SELECT NULL::secrets",
                            "SELECT * FROM U&\"secr\\0065ts\"", "EXPLAIN SELECT * FROM secrets",
                            "SELECT * FROM json_populate_record(NULL::hr.people, '{}')"}) {
        INFO(sql);
        CHECK(verdict("postgres", sql).find("the configuration allows") != std::string::npos);
    }
    for (const char* sql :
         {"SELECT * FROM `secrets`", "SELECT * FROM `hr`.`people`", "DESCRIBE secrets",
          "DESC hr.people", "EXPLAIN secrets", "EXPLAIN SELECT * FROM secrets", "TABLE secrets",
          "SELECT * FROM sites STRAIGHT_JOIN secrets", "SELECT * FROM sites qualify, hr.people"}) {
        INFO(sql);
        CHECK(verdict("mysql", sql).find("the configuration allows") != std::string::npos);
    }
    CHECK(verdict("sqlserver", "SELECT * FROM [hr].[people]") != "allowed");
    CHECK(verdict("sqlserver", "SELECT * FROM sites limit, secrets") != "allowed");
    CHECK(verdict("sqlserver", "SELECT * FROM sites WITH (NOLOCK), secrets") != "allowed");
}

TEST_CASE("table judge: the table is named as it was typed", "[lists]") {
    CHECK(verdict("mysql", "SELECT * FROM HR.People") ==
          "table 'HR.People' is not among those that the configuration allows");
    CHECK(verdict("postgres", "SELECT * FROM hr.people") ==
          "table 'hr.people' is not among those that the configuration allows");
}

TEST_CASE("table judge: functions that are told a table, and SHOW, are refused with lists",
          "[lists]") {
    for (const char* sql :
         {"SELECT pg_relation_size('secrets')", "SELECT has_table_privilege('secrets', 'select')",
          "SELECT to_regclass('secrets')", "SELECT 'secrets'::regclass",
          "SELECT i::oid::regtype FROM generate_series(16384, 20000) i",
          "SELECT format_type(1, NULL)", "SELECT obj_description(1, 'pg_class')",
          "SELECT pg_get_viewdef('v')"}) {
        INFO(sql);
        CHECK(verdict("postgres", sql) != "allowed");
    }
    for (const char* dialect : {"postgres", "generic"}) {
        CHECK(verdict(dialect, "SELECT '{1}'::_regclass") != "allowed");
        CHECK(verdict(dialect, "SELECT 'x'::regclass") ==
              "type 'regclass' is not allowed where the configuration lists tables");
        CHECK(verdict(dialect, "SELECT ('{}'::hr._people)[1]") != "allowed");
        CHECK(verdict(dialect, "SELECT CAST('{}' AS pg_catalog.\"regclass\")") != "allowed");
    }
    CHECK(verdict("postgres", "SELECT pg_typeof(1), count(*) FROM sites") == "allowed");
    CHECK(verdict("sqlserver", "SELECT OBJECT_ID('secrets')") != "allowed");
    CHECK(verdict("generic", "SELECT xmlquery('db2-fn:sqlquery(\"select * from secrets\")')") !=
          "allowed");
    for (const char* sql :
         {"SHOW TABLES", "SHOW CREATE TABLE secrets", "SHOW COLUMNS FROM secrets"})
        CHECK(verdict("mysql", sql) != "allowed");
    CHECK(verdict("mysql", "DESCRIBE sites") == "allowed");
}

TEST_CASE("table judge: PostgreSQL's SHOW and MariaDB's PROCEDURE are refused with lists",
          "[lists]") {
    const std::string no = " is not allowed where the configuration lists tables";
    CHECK(verdict("postgres", "SHOW ALL") == "SHOW" + no);
    CHECK(verdict("postgres", "show search_path") == "SHOW" + no);
    for (const char* dialect : {"mysql", "generic"}) {
        INFO(dialect);
        CHECK(verdict(dialect, "SELECT * FROM sites PROCEDURE ANALYSE()") == "PROCEDURE" + no);
        CHECK(verdict(dialect, "SELECT * FROM sites WHERE 1 procedure analyse(1, 2)") ==
              "PROCEDURE" + no);
    }
    CHECK(verdict("generic", "SELECT procedure FROM sites") == "allowed");
}

TEST_CASE("table judge: on a server that nobody knows no unknown function is called with lists",
          "[lists]") {
    for (const char* sql : {"SELECT table_to_xml('secrets', true, true, '')",
                            "SELECT schema_to_xml('hr', 1, 1, '')",
                            "SELECT database_to_xml(true, true, '')",
                            "SELECT table_to_xmlschema('secrets', 1, 1, '')",
                            "SELECT \"table_to_xml\"('secrets', true, true, '')",
                            "SELECT table_to_xml /* x */ ('secrets', true, true, '')",
                            "SELECT currtid2('secrets', '(0,1)')",
                            "SELECT ts_rewrite('a'::tsquery, 'select 1')",
                            "SELECT ts_stat('select 1')",
                            "SELECT query_to_xml('select 1', true, true, '')",
                            "SELECT crosstab('select 1')",
                            "SELECT connectby('secrets', 'a', 'b', 'c', 1)",
                            "SELECT dblink('', 'select 1')",
                            "SELECT lower(made_up('secrets')) FROM sites",
                            "SELECT public.count(1) FROM sites",
                            "SELECT `in`('secrets')",
                            "SELECT \"count\".made_up('secrets')",
                            "SELECT {fn made_up('secrets')}",
                            "SELECT * FROM sites AS s, made_up('secrets') AS t (a)",
                            "SELECT 1 AS a, made_up(b)",
                            "SELECT 'secrets'::regclass",
                            "SELECT CAST('secrets' AS regclass)",
                            "SELECT regclass 'secrets'",
                            "SELECT (NULL::secrets).*",
                            "SELECT (CAST(NULL AS secrets)).*",
                            "SELECT (hr.people '(1)').*",
                            "SELECT 5 IN secrets",
                            "SELECT 5 IN (secrets)",
                            "SELECT 5 IN (hr.people)",
                            "SELECT in(5, secrets)",
                            "INSERT INTO sites SELECT made_up('x')"}) {
        INFO(sql);
        CHECK(verdict("generic", sql) != "allowed");
        CHECK(verdict("generic", sql, {.denied = {"*.secrets", "hr.*"}}) != "allowed");
    }
}

TEST_CASE("table judge: on a server that nobody knows people still compute with lists", "[lists]") {
    for (const char* sql :
         {"SELECT count(*), SUM(DISTINCT x), avg (y) FROM sites GROUP BY ROLLUP (z)",
          "SELECT {fn CONCAT({fn LCASE(name)}, 'x')}, {fn YEAR(d)}, {d '2024-05-31'} FROM sites",
          "SELECT AVG(CAST(x AS DECIMAL(38,12))), CAST(y AS DOUBLE PRECISION) FROM sites",
          "SELECT CASE WHEN (a = 1) THEN (2) ELSE COALESCE(b, 3) END FROM sites",
          "SELECT * FROM sites WHERE a IN (1, 2) AND b NOT IN ('x') AND NOT (c IN (SELECT 1))",
          "SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) FROM sites",
          "SELECT EXTRACT(YEAR FROM d), POSITION('a' IN name), TRIM(name) FROM sites",
          "WITH x (a, b) AS (SELECT 1, 2), y (c) AS (SELECT 3) SELECT * FROM x, y",
          "SELECT * FROM (VALUES (1, 2)) AS v (a, b)", "INSERT INTO public.sites (id) VALUES (1)",
          "SELECT DATE '2024-05-31', INTERVAL '1' DAY, x::numeric(8,2) FROM sites",
          "SELECT * FROM sites s JOIN monitoring.alerts USING (id) WHERE EXISTS (SELECT 1)"}) {
        INFO(sql);
        CHECK(verdict("generic", sql) == "allowed");
    }
}

TEST_CASE("table judge: a list holds for what is written, and for its sources", "[lists][write]") {
    for (const char* dialect : judged_dialects) {
        INFO(dialect);
        CHECK(verdict(dialect, "INSERT INTO sites (id) VALUES (1)") == "allowed");
        CHECK(verdict(dialect, "UPDATE sites SET name = 'x', id = 2 WHERE id = 1") == "allowed");
        CHECK(verdict(dialect, "DELETE FROM sites WHERE id = 1") == "allowed");
        CHECK(verdict(dialect, "INSERT INTO secrets (id) VALUES (1)") != "allowed");
        CHECK(verdict(dialect, "INSERT INTO sites SELECT * FROM secrets") != "allowed");
        CHECK(verdict(dialect, "UPDATE secrets SET id = 1") != "allowed");
        CHECK(verdict(dialect, "UPDATE sites SET id = (SELECT max(id) FROM secrets)") != "allowed");
        CHECK(verdict(dialect, "DELETE FROM hr.people") != "allowed");
        CHECK(verdict(dialect, "TRUNCATE TABLE secrets") != "allowed");
        // A new name would be a way round the list.
        CHECK(verdict(dialect, "ALTER TABLE secrets RENAME TO sites2") != "allowed");
        CHECK(verdict(dialect, "CREATE VIEW work2 AS SELECT * FROM secrets") != "allowed");
        CHECK(verdict(dialect, "CREATE TABLE work2 AS SELECT * FROM secrets") != "allowed");
        CHECK(verdict(dialect, "DROP TABLE secrets") != "allowed");
    }
}

TEST_CASE("table judge: with a denying list alone, all else stays readable", "[lists]") {
    const TableLists lists = {.denied = {"*.secrets", "hr.*"}};
    for (const char* dialect : judged_dialects) {
        INFO(dialect);
        CHECK(verdict(dialect, "SELECT * FROM sites", lists) == "allowed");
        CHECK(verdict(dialect, "SELECT * FROM monitoring.alerts", lists) == "allowed");
        CHECK(verdict(dialect, "SELECT * FROM secrets", lists) != "allowed");
        CHECK(verdict(dialect, "SELECT * FROM hr.people", lists) != "allowed");
        // It might be in hr.
        CHECK(verdict(dialect, "SELECT * FROM nobody_knows", lists) != "allowed");
        CHECK(verdict(dialect, "WITH x AS (SELECT 1 AS a) SELECT * FROM x", lists) == "allowed");
        CHECK(verdict(dialect, "SELECT * FROM information_schema.tables", lists) != "allowed");
    }
}

TEST_CASE("table judge: nothing hides behind thousands of other names", "[lists]") {
    const auto behind = [](std::string_view piece, std::string_view last) {
        std::string sql = "SELECT 1";
        for (int i = 0; i < 20'000; ++i) sql += piece;
        return sql.append(last);
    };

    for (const char* last : {",'1'::regclass", ",NULL::secrets", ",NULL::hr.people"}) {
        INFO(last);
        CHECK(verdict("postgres", behind(",1::int", last)) != "allowed");
    }
    CHECK(verdict("postgres", behind(",1", ",1::int")) == "allowed");
}

TEST_CASE("table judge: a type with a name that JSON writes in another way is refused", "[lists]") {
    CHECK(verdict("postgres", R"(SELECT NULL::"se\crets" FROM sites)") != "allowed");
    CHECK(verdict("postgres", R"(SELECT NULL::"a\b".secrets FROM sites)") != "allowed");
    CHECK(verdict("postgres", R"(SELECT NULL::"se""crets" FROM sites)") != "allowed");
}

TEST_CASE("table judge: on real servers a table off the list does not exist, by any way",
          "[lists][servers]") {
    for (const test::TestServer& server : test::test_servers()) {
        INFO(server.name);
        const std::string open = test::unique_name("open"), shut = test::unique_name("shut");
        const std::string view = test::unique_name("seen");
        server.run_as_owner({"create table " + open + " (id int primary key)",
                             "create table " + shut + " (id int primary key)",
                             "insert into " + shut + " values (42)",
                             "create view " + view + " as select id from " + shut,
                             "grant select on " + open + " to " +
                                 (server.is_postgres() ? "reader" : "reader@'127.0.0.1'"),
                             "grant select on " + shut + " to " +
                                 (server.is_postgres() ? "reader" : "reader@'127.0.0.1'"),
                             "grant select on " + view + " to " +
                                 (server.is_postgres() ? "reader" : "reader@'127.0.0.1'")});
        for (const char* dialect : {"", "generic"}) {
            INFO("dialect '" << dialect << "'");
            OdbcTarget target = server.target();
            target.dialect = dialect;
            target.tables = TableFilter({.denied = {shut}}, {"shop"});
            Database database("shop", make_odbc_source(target));
            const auto code = [&](const std::string& sql) -> std::string {
                const auto rows = database.query(sql, {}, {});
                return rows ? "read" : rows.error().code == Errc::refused ? "refused" : "other";
            };

            CHECK(database.catalog({}).find_table(shut) == nullptr);
            CHECK(database.catalog({}).find_table(open) != nullptr);
            CHECK(code("select * from " + open) == "read");
            CHECK(code("select * from " + view) == "read");
            CHECK(code("select * from " + shut) == "refused");
            CHECK(code("select * from " + open + ", " + shut) == "refused");
            const auto hint =
                database.query("select * from " + shut.substr(0, shut.size() - 1) + "_", {}, {});
            REQUIRE_FALSE(hint);
            CHECK(hint.error().hint.find(shut) == std::string::npos);
        }
        server.run_as_owner({"drop view " + view, "drop table " + open, "drop table " + shut});
    }
}
