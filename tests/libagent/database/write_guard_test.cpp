#include "libagent/database/write_guard.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::database;

namespace {

std::optional<Errc> written_code(std::string_view dialect, const std::string& sql) {
    const auto tokens = judge_write(sql, *find_dialect(dialect));
    return tokens ? std::nullopt : std::optional(tokens.error().code);
}

constexpr const char* main_dialects[] = {"sqlite", "postgres", "mysql"};

}

TEST_CASE("write guard: what changes rows or tables may be asked for", "[write]") {
    for (const char* dialect : main_dialects) {
        for (const char* sql :
             {"insert into t values (1)", "update t set a = 1", "delete from t where a = 1",
              "with old as (select 1 as a) delete from t where a in (select a from old)",
              "create table t (a int)", "create index i on t (a)", "alter table t add b int",
              "drop table if exists t", "/* why */ update t set a = 'x; y' -- so\n;",
              "create view v as select 1"}) {
            INFO(dialect << ": " << sql);
            CHECK_FALSE(written_code(dialect, sql));
        }
    }
}

TEST_CASE("write guard: a second statement is refused, however it is hidden", "[write]") {
    for (const char* dialect : main_dialects) {
        for (const char* sql : {"delete from t; drop table t", "update t set a = 1;;select 1",
                                "delete from t where a = 'x'; commit",
                                "update t set a = 1 /*! ; drop table t */ ; drop table t"}) {
            INFO(dialect << ": " << sql);
            CHECK(written_code(dialect, sql).has_value());
        }
    }
    CHECK(written_code("mysql", "update t set a = 1 /*! , b = 2 */") == Errc::refused);
    CHECK(written_code("sqlserver", "update t set a = 1 delete from u") == Errc::refused);
    CHECK(written_code("sqlserver", "update t set a = 1 set nocount on") == Errc::refused);
    CHECK(written_code("sqlserver", "insert into t select 1 select 2") == Errc::refused);
    CHECK_FALSE(written_code("sqlserver", "update t set a = 1 where b in (select b from u)"));
    CHECK_FALSE(written_code("generic", "insert into t select a from u union all select 2"));
}

TEST_CASE("write guard: transactions, settings, files, programs and rights stay closed",
          "[write]") {
    for (const char* dialect : main_dialects) {
        for (const char* sql : {"begin",
                                "commit",
                                "rollback",
                                "savepoint s",
                                "set x = 1",
                                "vacuum",
                                "create database d",
                                "create user u",
                                "grant all on t to u",
                                "call p()",
                                "create trigger g",
                                "create function f",
                                "do 1",
                                "pragma foreign_keys = off",
                                "attach 'x' as y",
                                "load data infile 'x' into table t",
                                "copy t to program 'sh'",
                                "copy t from '/etc/passwd'",
                                "alter system set x = 1",
                                "create extension e",
                                "drop database d",
                                "execute x",
                                "lock table t",
                                ""}) {
            INFO(dialect << ": " << sql);
            CHECK(written_code(dialect, sql).has_value());
        }
    }
    CHECK(written_code("postgres", "create index concurrently i on t (a)") == Errc::refused);
    CHECK(written_code("postgres", "create table t as execute p") == Errc::refused);
    CHECK(written_code("postgres", "insert into t select pg_read_file('x')") == Errc::refused);
    CHECK(written_code("postgres", "update t set a = dblink_exec('x', 'y')") == Errc::refused);
    CHECK(written_code("postgres", "create rule r as on insert to t do also delete from u") ==
          Errc::refused);
    CHECK(written_code("mysql", "insert into t select load_file('x')") == Errc::refused);
    CHECK(written_code("mysql", "select 1 into outfile 'x'") == Errc::refused);
    CHECK(written_code("mysql", "drop schema d") == Errc::refused);
    for (const char* engine : {"=federated", " CONNECT", "= 'spider'", " = `s3`"}) {
        const std::string table = "create table t (a int) engine" + std::string(engine);
        CHECK(written_code("mysql", table + " connection='mysql://h/d/t'") == Errc::refused);
        CHECK(written_code("mysql", "alter table t engine" + std::string(engine)) == Errc::refused);
    }
    CHECK_FALSE(written_code("mysql", "create table t (engine int, connect int) engine=InnoDB"));
    CHECK(written_code("sqlite", "insert into t select load_extension('x')") == Errc::refused);
    CHECK(written_code("sqlite", "create virtual table v using fts5(a)") == Errc::refused);
}

TEST_CASE("write guard: sequences move, parameters and endless texts do not pass", "[write]") {
    CHECK_FALSE(written_code("postgres", "insert into t values (nextval('s'))"));
    CHECK(written_code("postgres", "insert into t values (setval('s', 1))") == Errc::refused);
    CHECK(written_code("sqlite", "delete from t where a = ?") == Errc::bad_input);
    CHECK(written_code("sqlite", "insert into t values ('" + std::string(2u << 20, 'x') + "')") ==
          Errc::refused);
    CHECK(written_code("sqlite", std::string("delete from t\0 where 1", 23)) == Errc::refused);
}
