#include "libagent/database/database.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

struct CorpusStatement {
    std::string sql;
    std::string verdict;
};

/// The statements of a dialect; none, with a warning, when the data is not there.
std::vector<CorpusStatement> corpus_of(const std::string& dialect) {
    std::ifstream file(test_data() / "readonly_corpus.jsonl");
    if (!file) WARN("skipped: no readonly_corpus.jsonl (set ASKDB_TEST_DATA)");
    std::vector<CorpusStatement> out;
    for (std::string line; std::getline(file, line);) {
        const auto json = nlohmann::json::parse(line);
        if (json.at("dialect") == dialect) out.push_back({json.at("sql"), json.at("verdict")});
    }
    return out;
}

std::vector<std::string> tables_of(const TestServer& server) {
    const std::string text = server.is_postgres() ? "text" : "varchar(100)";
    return {
        "create table customers (id int primary key, name " + text + ", country " + text +
            ", email " + text + ", note " + text + ")",
        "insert into customers values (1, 'Ann', 'FR', 'a@x', 'n'), (2, 'Bob', 'DE', 'b@x', null)",
        "create table orders (id int primary key, customer_id int, total numeric(10,2), status " +
            text + ", created_at date)",
        "insert into orders values (1, 1, 10.5, 'open', '2024-01-01')",
        "create table users (id int primary key, name " + text + ", password " + text + ")",
        "insert into users values (1, 'root', 'x')"};
}

/// What the tables hold, and how much else is there, in one text.
std::string everything(const TestServer& server, database::Connection& owner) {
    return first_cell(
        owner,
        server.is_postgres()
            ? "select concat_ws(' ', (select md5(string_agg(t::text, ',' order by id)) from "
              "customers "
              "t), (select md5(string_agg(t::text, ',' order by id)) from orders t), (select "
              "md5(string_agg(t::text, ',' order by id)) from users t), (select count(*) from "
              "pg_class), (select count(*) from pg_proc), (select count(*) from pg_roles), (select "
              "count(*) from pg_largeobject_metadata))"
            : "select concat_ws(' ', (select md5(group_concat(concat_ws('|', id, name, country) "
              "order "
              "by id)) from customers), (select md5(group_concat(concat_ws('|', id, total, "
              "status))) "
              "from orders), (select md5(group_concat(concat_ws('|', id, name, password) order by "
              "id)) from users), (select count(*) from information_schema.tables), (select "
              "count(*) "
              "from information_schema.routines), (select count(*) from mysql.user), "
              "@@global.read_only, @@global.general_log, @@global.max_connections)");
}

/// The engine's walls do not stop what needs rights that no reading role has; the guard does.
bool only_guard_stops(const std::string& sql) {
    for (const char* part : {"OUTFILE", "outfile", "DUMPFILE", "dumpfile"}) {
        if (sql.find(part) != std::string::npos) return true;
    }
    return false;
}

}

TEST_CASE("odbc walls: nothing in the corpus changes anything, whatever the guard says",
          "[odbc][servers][corpus]") {
    for (const TestServer& server : test_servers()) {
        const std::vector<CorpusStatement> corpus =
            corpus_of(server.is_postgres() ? "postgres" : "mysql");
        if (corpus.empty()) continue;
        server.run_as_owner(tables_of(server));
        if (server.is_postgres())
            server.run_as_owner({"grant all on all tables in schema public to reader"});
        const auto owner = connect_as_owner(server);
        const std::string before = everything(server, *owner);
        const auto connection = connect_to(server);
        std::size_t changed = 0;

        for (const CorpusStatement& statement : corpus) {
            if (only_guard_stops(statement.sql)) continue;
            INFO(server.name << " " << statement.verdict << ": " << statement.sql);
            (void)connection->query(statement.sql, {.timeout = std::chrono::milliseconds(500)}, {});
            if (everything(server, *owner) != before) ++changed;
            CHECK(changed == 0);
            CHECK(first_cell(*connection, "select 7") == "7");
            if (changed > 0) break;
        }
        server.run_as_owner({"drop table customers", "drop table orders", "drop table users"});
    }
}

TEST_CASE("odbc walls: what the generic guard allows of the corpus changes nothing either",
          "[odbc][servers][corpus][generic]") {
    for (const TestServer& server : test_servers()) {
        const std::vector<CorpusStatement> corpus =
            corpus_of(server.is_postgres() ? "postgres" : "mysql");
        if (corpus.empty()) continue;
        server.run_as_owner(tables_of(server));
        if (server.is_postgres())
            server.run_as_owner({"grant all on all tables in schema public to reader"});
        const auto owner = connect_as_owner(server);
        const std::string before = everything(server, *owner);
        database::OdbcTarget target = server.target();
        target.dialect = "generic";
        database::Database database("shop", database::make_odbc_source(target));
        bool is_changed = false;

        for (const CorpusStatement& statement : corpus) {
            INFO(server.name << " " << statement.verdict << ": " << statement.sql);
            (void)database.query(statement.sql, {.timeout = std::chrono::milliseconds(500)}, {});
            is_changed = is_changed || everything(server, *owner) != before;
            CHECK_FALSE(is_changed);
            if (is_changed) break;
        }
        server.run_as_owner({"drop table customers", "drop table orders", "drop table users"});
    }
}
