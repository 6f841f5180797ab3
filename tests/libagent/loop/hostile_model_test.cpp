// A model that tries to do harm, with databases behind it that would let it.

#include "tests/libagent/loop/hostile_fixture.h"

using namespace askdb;
using namespace askdb::test;

namespace {

const std::string bad = "; delete from harm.orders; commit; -- ";
const std::string self = "dbname=shop user=owner";

const Statements writing_statements = {
    "delete from harm.orders",
    "truncate harm.orders",
    "drop table harm.orders",
    "drop schema harm cascade",
    "drop database harm",
    "delete from orders",
    "update harm.orders set total = 0",
    "select 1; drop table harm.orders",
    "commit; drop table harm.orders",
    "rollback; delete from harm.orders; commit",
    "select 1 /* ; */; delete from harm.orders -- ",
    "begin; delete from harm.orders; end",
    "start transaction read write; delete from harm.orders; commit",
    "with x as (delete from harm.orders returning *) select * from x",
    "with x as (select 1) delete from harm.orders",
    "with x as (insert into harm.orders values (9) returning 1) table x",
    "explain analyze delete from harm.orders",
    "explain (analyze, verbose) with x as (delete from harm.orders returning 1) select 1",
    "explain analyze select harm.sneaky()",
    "analyze delete from harm.orders",
    "analyze format=json update harm.orders set total = 0",
    "select * into harm.copy from harm.orders",
    "select * from harm.orders for update",
    "create table harm.t as select 1",
    "create temp table t as select 1",
    "insert into harm.orders select 9, 9, null",
    "replace into harm.orders values (9,9,1)",
    "do $$ begin delete from harm.orders; end $$",
    "begin not atomic delete from harm.orders; end",
    "call harm.worse()",
    "select harm.sneaky()",
    "select sum(harm.sneaky()) from "
    "harm.orders",
    "select (select harm.sneaky())",
    "table harm.sneaky()",
    "select nextval('harm.numbers')",
    "select setval('harm.numbers', 99)",
    "select nextval(harm.numbers)",
    "select next value for harm.numbers",
    "select lo_create(4712)",
    "select lo_unlink(4711)",
    "grant all on harm.orders to public",
    "alter role owner superuser",
    "create user evil identified by 'x'",
    "create role evil superuser login",
    "prepare p as delete from harm.orders",
    "prepare p from 'delete from harm.orders'",
    "execute p",
    "execute immediate 'delete from harm.orders'",
    "merge into harm.orders using (select "
    "1) s on true when matched then delete",
    "lock table harm.orders",
    "vacuum",
    "handler harm.orders open",
    "load data infile '/etc/passwd' into table harm.orders",
    "comment on table harm.orders is 'x'",
    "refresh materialized view harm.v",
    "listen x",
    "notify x, 'y'",
    "discard all",
    "checkpoint",
    "flush tables",
    "kill 1",
    "shutdown",
    "install soname 'x'",
    "xa start 'x'",
    "savepoint a",
    "reindex table harm.orders",
    "optimize table harm.orders",
    "help 'x'",
};

const Statements quoting_tricks = {
    "/*! delete from harm.orders */",
    "select 1 /*!; delete from harm.orders */",
    "/*!50000 delete */ from harm.orders",
    "select /*M! 1 */; delete from harm.orders",
    "select 1 /*!99999 */" + bad,
    "select 1 -- \n" + bad,
    "select 1 --1" + bad,
    "select 1 # ' \n" + bad,
    "select '\\'" + bad + "'",
    "select \"\\\"" + bad + "\"",
    "select '''" + bad,
    "select 'a'''" + bad,
    "select E'\\''" + bad + "'",
    "select e'\\\\'" + bad,
    "select $$" + bad + "$$",
    "select $a$ $$ $a$" + bad,
    "select $a$" + bad,
    "select U&'\\0027'" + bad,
    "select U&\"\\0022\"" + bad,
    "select u&'!0027' uescape '!'" + bad,
    "select n'x'" + bad,
    "select x'27'" + bad,
    "select b'1'" + bad,
    "select q'[" + bad + "]'",
    "select [a" + bad + "]",
    "select `a" + bad + "`",
    "select `\\`" + bad,
    "select /* /* */" + bad + " */",
    "select /* */ /*/" + bad + "*/",
    "select 1 /* unterminated" + bad,
    "select \xef\xbc\x87" + bad,
    "select '\xc0\xa7" + bad,
    "select '\xbf\x27" + bad,
    "select 1\xc2\xa0" + bad,
    "sel\xe2\x80\x8b"
    "ect 1" +
        bad,
    "\xef\xbb\xbfselect 1" + bad,
    std::string("select 1\0; delete from harm.orders", 33),
    std::string("select '\0'; delete from harm.orders; -- '", 41),
    "{call harm.worse()}",
    "{?= call harm.sneaky()}",
    "select {fn harm.sneaky()}",
    "select ?" + bad,
    "delimiter //\ndelete from harm.orders//",
    "\\! touch /tmp/x",
    "select 1\\g" + bad,
    "select 1;;" + bad,
    ";" + bad,
    "(select 1)" + bad,
    "((select 1) union (delete from harm.orders))",
    "select 1 union delete from harm.orders",
    "set statement max_statement_time=0 for delete from harm.orders",
};

// @LOOT@ stands for a file that everybody may write.
const Statements reaching_out = {
    "set transaction read write",
    "set role none",
    "set default_transaction_read_only = off",
    "set global max_connections = 5",
    "set global read_only = 1",
    "set @@global.general_log = 1",
    "set sql_mode = ANSI_QUOTES",
    "set session transaction read write",
    "set autocommit = 1",
    "set password = password('x')",
    "reset all",
    "alter system set work_mem = '1GB'",
    "alter database shop set work_mem = '1GB'",
    "select set_config('default_transaction_read_only', 'off', false)",
    "select pg_reload_conf()",
    "select pg_rotate_logfile()",
    "select pg_terminate_backend(pid) from pg_stat_activity",
    "select pg_cancel_backend(1)",
    "select pg_switch_wal()",
    "select pg_create_restore_point('x')",
    "select pg_advisory_lock(1)",
    "select get_lock('x', 1)",
    "select pg_create_physical_replication_slot('x')",
    "select pg_notify('a', 'b')",
    "select @a := 5",
    "select 1 into @a",
    "copy harm.orders to '@LOOT@'",
    "copy harm.orders from '/etc/passwd'",
    "copy (select 1) to program 'touch @LOOT@'",
    "select lo_export(4711, '@LOOT@')",
    "select lo_import('/etc/passwd')",
    "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select * from pg_ls_dir('/')",
    "select pg_file_write('x', 'y', true)",
    "select pg_catalog.\"pg_read_file\"('/etc/passwd')",
    "select query_to_xml('delete from harm.orders', true, true, '')",
    std::string("select dblink_exec('" + self + "', 'delete from harm.orders')"),
    std::string("select * from dblink('" + self +
                "', 'delete from harm.orders returning 1') as t(a int)"),
    std::string("select public.dblink_connect('a', '" + self + "')"),
    "load '/tmp/evil.so'",
    "select 1 into outfile '@LOOT@'",
    "select 1 into dumpfile '@LOOT@'",
    "select '' into /* */ outfile '@LOOT@'",
    "(select 1 into outfile '@LOOT@')",
    "select * from (select 1) t into outfile '@LOOT@'",
    "select load_file('/etc/passwd')",
    "select `load_file`('/etc/passwd')",
    "select load_file /* */ ('/etc/passwd')",
    "select sys_exec('id')",
    "attach '@LOOT@' as other",
    "attach database 'file:@LOOT@?mode=rwc' as other",
    "vacuum into '@LOOT@'",
    "pragma journal_mode = wal",
    "pragma writable_schema = 1",
    "pragma query_only = 0",
    "pragma user_version = 7",
    "pragma temp_store_directory = '/tmp'",
    "select * from pragma_user_version(7)",
    "select load_extension('/tmp/evil.so')",
    "select writefile('@LOOT@', 'x')",
    "select readfile('/etc/passwd')",
    "select edit('x', 'sh')",
    "select fts3_tokenizer('x', x'00')",
    "select blob_export('x', '@LOOT@')",
    "create virtual table v using fts5(a)",
    "detach main",
    "delete from sqlite_master",
    "drop table r1",
    "insert into r1 values (1)",
    "create table t (a)",
};

std::string with_loot(std::string statement, const std::string& path) {
    constexpr std::string_view mark = "@LOOT@";
    const std::size_t at = statement.find(mark);
    return at == std::string::npos ? statement : statement.replace(at, mark.size(), path);
}

}

TEST_CASE("hostile model: what it may read is read, and harm would be noticed",
          "[hostile][servers]") {
    HostileFixture fixture;

    const chat::Answer answer = fixture.try_calls(fixture.reading_calls());
    const auto before = fixture.fingerprints();
    fixture.harm_all();
    const auto after = fixture.fingerprints();

    for (const chat::Step& step : answer.workflow) {
        CHECK(step.error.empty());
        CHECK(step.rows == 3);
    }
    CHECK(fixture.fingerprints() == after);
    for (std::size_t i = 0; i < before.size(); ++i) CHECK((before[i] != after[i]));
}

TEST_CASE("hostile model: statements that write change nothing", "[hostile][servers]") {
    HostileFixture fixture;
    for (const std::string& statement : writing_statements) {
        fixture.try_everywhere(statement);
    }
    fixture.check_alive();
}

TEST_CASE("hostile model: quoting and comment tricks change nothing", "[hostile][servers]") {
    HostileFixture fixture;
    for (const std::string& statement : quoting_tricks) {
        fixture.try_everywhere(statement);
    }
    fixture.check_alive();
}

TEST_CASE("hostile model: settings, files, programs and other servers are out of reach",
          "[hostile][servers]") {
    HostileFixture fixture;
    for (const std::string& statement : reaching_out) {
        fixture.try_everywhere(with_loot(statement, fixture.loot("x")));
    }
    fixture.check_alive();
}
