#include "tests/libagent/database/odbc/server_fixture.h"

#include <filesystem>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

/// Two tables on each server, and all that a statement could have changed in them.
class Ground {
  public:
    explicit Ground(const TestServer& server) : server_(server), table_(unique_name("ground")) {
        server.run_as_owner({"create table " + table_ + " (id int primary key, t varchar(20))",
                             "insert into " + table_ + " values (1, 'one'), (2, 'two')"});
        if (server.is_postgres()) {
            server.run_as_owner({"grant all on " + table_ + " to reader",
                                 "create function " + table_ +
                                     "_f() returns int language plpgsql as "
                                     "$$ begin insert into " +
                                     table_ + " values (9, 'f'); return 1; end $$"});
        } else {
            server.run_as_owner({"create function " + table_ +
                                 "_f() returns int modifies sql data "
                                 "begin insert into " +
                                 table_ + " values (9, 'f'); return 1; end"});
        }
    }
    ~Ground() {
        if (server_.is_postgres()) {
            server_.run_as_owner({"drop function " + table_ + "_f()", "drop table " + table_});
        } else {
            server_.run_as_owner({"drop function " + table_ + "_f", "drop table " + table_});
        }
    }

    const std::string& table() const { return table_; }

    std::string state() const {
        const std::string concat = server_.is_postgres() ? "string_agg(id || t, ',' order by id)"
                                                         : "group_concat(id, t order by id)";
        const std::string schema = server_.is_postgres() ? "'public'" : "'shop'";
        return server_.value_as_owner("select " + concat + " from " + table_) + " " +
               server_.value_as_owner(
                   "select count(*) from information_schema.tables where "
                   "table_schema = " +
                   schema);
    }

  private:
    const TestServer server_;
    std::string table_;
};

std::vector<std::string> attacks_on_both(const std::string& t) {
    return {"insert into " + t + " values (3, 'x')",
            "update " + t + " set t = 'x'",
            "delete from " + t,
            "drop table " + t,
            "truncate table " + t,
            "create table " + t + "_new (a int)",
            "alter table " + t + " add column b int",
            "create view " + t + "_v as select 1",
            "select 1; delete from " + t,
            "select 1; commit; delete from " + t,
            "commit; delete from " + t,
            "commit",
            "rollback; delete from " + t,
            "select 1 /* ; */; /* x */ delete from " + t,
            "/* x */ delete from " + t,
            "-- x\ndelete from " + t,
            "select * from " + t + " for update",
            "select " + t + "_f()",
            "set session transaction read write",
            "start transaction read write",
            "begin; delete from " + t + "; commit",
            "grant all on " + t + " to public",
            "prepare p from 'delete from " + t + "'",
            "call " + t + "_f()",
            "explain analyze delete from " + t};
}

std::vector<std::string> attacks_on_postgres(const std::string& t) {
    return {"with d as (delete from " + t + " returning *) select * from d",
            "select * into " + t + "_new from " + t,
            "set transaction_read_only = off; delete from " + t,
            "set default_transaction_read_only = off",
            "set session characteristics as transaction read write",
            "select set_config('transaction_read_only', 'off', false)",
            "select set_config('default_transaction_read_only', 'off', false)",
            "copy " + t + " from program 'echo 5'",
            "copy (select 1) to '/tmp/askdb-attack'",
            "do $$ begin delete from " + t + "; end $$",
            "lock table " + t + " in access exclusive mode",
            "select $$ $$; delete from " + t + "; --",
            "select E'\\''; delete from " + t + "; --'",
            "select 1 as \"'; delete from " + t + "; --\"",
            "$$); end $$; delete from " + t + "; do $$ begin perform (1",
            "'); delete from " + t + "; --",
            "fetch 1 from askdb; delete from " + t,
            "close askdb",
            "create temp table x as select 1",
            "merge into " + t + " g using (select 1 as i) s on g.id = s.i when matched then delete",
            "listen x",
            "select nextval('" + t + "_id_seq')"};
}

std::vector<std::string> attacks_on_mysql(const std::string& t) {
    return {"replace into " + t + " values (1, 'x')",
            "set statement max_statement_time = 0 for delete from " + t,
            "set session tx_read_only = 0",
            "set @@session.tx_read_only = 0; commit; delete from " + t,
            "begin not atomic set session tx_read_only = 0; commit; delete from " + t + "; end",
            "execute immediate 'delete from " + t + "'",
            "select 1 /*! ; delete from " + t + " */",
            "/*! delete from " + t + " */",
            "/*M!100000 delete from " + t + " */",
            "select 5 --1; delete from " + t,
            "select 'a\\'; delete from " + t + " -- '",
            "analyze table " + t,
            "rename table " + t + " to " + t + "_x",
            "load data infile '/etc/passwd' into table " + t,
            "handler " + t + " open",
            "do sleep(0)",
            "lock tables " + t + " write",
            "xa start 'x'",
            "create temporary table x select 1",
            "select * from " + t + " lock in share mode; delete from " + t};
}

}

TEST_CASE("odbc walls: without the guard, no statement changes anything", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        const Ground ground(server);
        const std::string before = ground.state();
        const auto connection = connect_to(server);
        std::vector<std::string> attacks = attacks_on_both(ground.table());
        for (const std::string& attack : server.is_postgres() ? attacks_on_postgres(ground.table())
                                                              : attacks_on_mysql(ground.table())) {
            attacks.push_back(attack);
        }

        for (const std::string& attack : attacks) {
            INFO(server.name << ": " << attack);
            connection->check(attack, {});
            (void)connection->query(attack, {.timeout = std::chrono::seconds(5)}, {});
            // A second statement must not find a door that the first one left open.
            (void)connection->query("select " + ground.table() + "_f()", {}, {});
            CHECK(ground.state() == before);
            CHECK(first_cell(*connection, "select 7") == "7");
        }
        CHECK_FALSE(std::filesystem::exists("/tmp/askdb-attack"));
    }
}

TEST_CASE("odbc walls: a refused write is refused, not a mistake of the SQL", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const Ground ground(server);
        const auto connection = connect_to(server);

        CHECK(error_of(*connection, "delete from " + ground.table()).code == Errc::refused);
        CHECK(error_of(*connection, "select " + ground.table() + "_f()").code == Errc::refused);
        CHECK(error_of(*connection, "select 1; select 2").code == Errc::refused);
    }
}
