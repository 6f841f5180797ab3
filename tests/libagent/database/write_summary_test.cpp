#include "libagent/database/write_summary.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::database;

namespace {

WriteSummary write_summary(const std::string& sql, std::string_view dialect = "postgres") {
    auto summary = summarize_write(sql, *find_dialect(dialect));
    if (!summary) FAIL(sql << ": " << summary.error().message);
    return std::move(summary).value();
}

}

TEST_CASE("write summary: names the verb and its tables", "[write]") {
    CHECK(write_summary("delete from only public.\"Work orders\" w where 1=1").title() ==
          "DELETE from public.\"Work orders\"");
    CHECK(write_summary("insert into t (a, b) select a, b from u").title() == "INSERT into t");
    CHECK(write_summary("update t as x set a = 1 from u where x.id = u.id").title() == "UPDATE t");
    CHECK(write_summary("create temp table if not exists t (a int)").title() == "CREATE TABLE t");
    CHECK(write_summary("drop table if exists a, b.c cascade").title() == "DROP TABLE a, b.c");
    CHECK(write_summary("alter table if exists only t drop column a").title() == "ALTER TABLE t");
    CHECK(write_summary("create unique index concurrently_i on t (a)").title() == "CREATE INDEX t");
    CHECK(write_summary("truncate table a, b").title() == "TRUNCATE a, b");
    CHECK(write_summary("select * into n from t").title() == "SELECT INTO");
    CHECK(write_summary("update or ignore t set a = 1", "sqlite").title() == "UPDATE t");
    CHECK(write_summary("replace into t values (1)", "mysql").title() == "REPLACE into t");
    CHECK(write_summary("update a join b on a.x = b.x set a.y = 1", "mysql").title() ==
          "UPDATE a, b");
    CHECK(write_summary("delete a, b from a join b on a.x = b.x", "mysql").title() ==
          "DELETE from a, b");
}

TEST_CASE("write summary: a statement that hides another one in WITH names both", "[write]") {
    const WriteSummary summary = write_summary(
        "with gone as (delete from orders returning *) insert into archive select * from gone");

    REQUIRE(summary.actions.size() == 2);
    CHECK(summary.title() == "INSERT into archive, with DELETE from orders");
    CHECK(summary.actions[1].every_row);
    CHECK(write_summary("with u as (update t set a = 1 returning a) select * from u").title() ==
          "SELECT, with UPDATE t");
}

TEST_CASE("write summary: UPDATE and DELETE without WHERE are known, whatever looks like one",
          "[write]") {
    for (const char* sql :
         {"delete from t", "update t set a = 1", "update t set a = 1 -- where id = 1",
          "update t set a = (select max(b) from u where b > 1)", "update t set a = ' where 1'",
          "delete from t returning (select 1 where true)"}) {
        INFO(sql);
        CHECK(write_summary(sql).main().every_row);
    }
    for (const char* sql : {"delete from t where a = 1", "update t set a = 1 where true",
                            "delete from t using u where t.a = u.a", "insert into t values (1)"}) {
        INFO(sql);
        CHECK_FALSE(write_summary(sql).main().every_row);
    }
}

TEST_CASE("write summary: tells what gives rows, and what no rollback takes back", "[write]") {
    CHECK(write_summary("delete from t returning a").returns_rows);
    CHECK_FALSE(write_summary("insert into t select a from u").returns_rows);
    CHECK_FALSE(write_summary("with x as (delete from t returning a) insert into u select * from x")
                    .returns_rows);
    CHECK(write_summary("select nextval('s')").returns_rows);

    CHECK(write_summary("drop table t").commits_at_once.empty());
    CHECK(write_summary("drop table t", "sqlite").commits_at_once.empty());
    CHECK(write_summary("drop table t", "mysql").commits_at_once ==
          "MariaDB commits this at once: it cannot be undone");
    CHECK(write_summary("delete from t", "mysql").commits_at_once.empty());
    CHECK(write_summary("truncate t", "mysql").commits_at_once ==
          "MariaDB commits this at once: it cannot be undone");
}
