#include "libagent/database/odbc/odbc_write_connection.h"

#include "libagent/database/write_connection.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <vector>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

/// A table of its own with three rows, gone with the object.
class WrittenServerTable {
  public:
    explicit WrittenServerTable(const TestServer& server, const std::string& options = {})
        : server_(server), name_(unique_name("write")) {
        server.run_as_owner(
            {"create table " + name_ + " (id int primary key, t varchar(100))" + options,
             "insert into " + name_ + " values (1,'a'), (2,'b'), (3,'c')"});
        if (server.is_postgres()) {
            server.run_as_owner({"alter table " + name_ + " owner to reader"});
        }
    }
    ~WrittenServerTable() {
        try {
            server_.run_as_owner({"drop table if exists " + name_});
        } catch (const std::exception& error) {
            WARN(error.what());
        }
    }
    WrittenServerTable(const WrittenServerTable&) = delete;
    WrittenServerTable& operator=(const WrittenServerTable&) = delete;

    const std::string& name() const { return name_; }
    std::string count(const std::string& where = "1 = 1") const {
        return server_.value_as_owner("select count(*) from " + name_ + " where " + where);
    }

  private:
    const TestServer& server_;
    std::string name_;
};

std::unique_ptr<WriteConnection> write_to(const TestServer& server) {
    return make_odbc_source(server.target())->connect_for_writing({});
}

Written written(WriteConnection& connection, const std::string& sql, const Limits& limits = {}) {
    auto result = connection.run(sql, limits, {});
    if (!result) FAIL(sql << ": " << result.error().message);
    return std::move(result).value();
}

Error write_error(WriteConnection& connection, const std::string& sql, const Limits& limits = {}) {
    auto result = connection.run(sql, limits, {});
    if (result) FAIL(sql << " was run");
    return result.error();
}

/// Statements that change what nobody else may see yet.
std::vector<std::string> endless_update(const TestServer& server, const std::string& table) {
    const std::string endless = server.is_postgres()
                                    ? "generate_series(1, 1000000) a, generate_series(1, 1000000) b"
                                    : "seq_1_to_1000000 a, seq_1_to_1000000 b";
    return {"update " + table + " set t = (select cast(count(*) as char(20)) from " + endless +
            ") where id > 0"};
}

}

TEST_CASE("odbc writing: what was committed is there, with its number of rows",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);

        const Written done = written(
            *connection, "update " + table.name() + " set t = 'x;?''{fn now()}' where id > 1");

        CHECK(done.affected == std::uint64_t{2});
        CHECK(table.count("t = 'a'") == "1");
        CHECK(table.count("t like 'x;?%'") == "0");  // Nobody else sees it yet.
        CHECK_FALSE(connection->commit());
        CHECK(table.count("t = 'x;?''{fn now()}'") == "2");
    }
}

TEST_CASE("odbc writing: what is rolled back, or only destroyed, leaves nothing",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        auto connection = write_to(server);

        (void)written(*connection, "delete from " + table.name());
        connection->roll_back();
        CHECK(table.count() == "3");
        CHECK(connection->commit());  // There is nothing to commit any more.
        (void)written(*connection, "delete from " + table.name());
        connection.reset();

        CHECK(table.count() == "3");
    }
}

TEST_CASE("odbc writing: an error ends the transaction, and the next one is sound",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);

        const Error error = write_error(
            *connection, "insert into " + table.name() + " values (10, 'new'), (1, 'again')");

        CHECK(error.code == Errc::bad_input);
        CHECK_FALSE(error.sqlstate.empty());
        CHECK(connection->commit());
        CHECK(table.count() == "3");
        (void)written(*connection, "insert into " + table.name() + " values (10, 'new')");
        CHECK_FALSE(connection->commit());
        CHECK(table.count() == "4");
    }
}

TEST_CASE("odbc writing: RETURNING gives rows, and all of it is done whatever the limit",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);

        const Written done =
            written(*connection, "delete from " + table.name() + " where id > 0 returning id, t",
                    {.rows = 2});

        CHECK(done.rows.row_count() == 2);
        CHECK(done.rows.truncated);
        CHECK(done.rows.column_count() == 2);
        if (server.is_postgres()) CHECK(done.affected == std::uint64_t{3});
        CHECK_FALSE(connection->commit());
        CHECK(table.count() == "0");
    }
}

TEST_CASE("odbc writing: a connection that dies in the middle leaves nothing half done",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);
        (void)written(*connection, "delete from " + table.name() + " where id = 1");
        const std::string id = server.value_as_owner(
            server.is_postgres()
                ? "select max(pid) from pg_stat_activity where state = 'idle in transaction'"
                : "select max(trx_mysql_thread_id) from information_schema.innodb_trx");

        server.run_as_owner(
            {server.is_postgres() ? "select pg_terminate_backend(" + id + ")" : "kill " + id});
        const std::optional<Error> error = connection->commit();

        REQUIRE(error);
        CHECK(error->code == Errc::unavailable);
        CHECK_THAT(error->message, Catch::Contains("nothing was changed"));
        CHECK(table.count() == "3");
    }
}

TEST_CASE("odbc writing: a stop ends the statement, and it is rolled back", "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);
        std::stop_source stop;
        const std::string update = endless_update(server, table.name()).front();
        auto running = std::async(std::launch::async, [&] {
            try {
                (void)connection->run(update, {}, stop.get_token());
            } catch (const Stopped&) {
                return true;
            }
            return false;
        });
        const std::string probe =
            server.is_postgres()
                ? "select count(*) from pg_stat_activity where state = 'active' and usename = "
                  "'reader'"
                : "select count(*) from information_schema.processlist where info like 'update " +
                      table.name() + "%'";
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (server.value_as_owner(probe) == "0" && std::chrono::steady_clock::now() < patience) {
        }

        const auto began = std::chrono::steady_clock::now();
        stop.request_stop();

        CHECK(running.get());
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
        CHECK(connection->commit());
        CHECK(table.count("t in ('a', 'b', 'c')") == "3");
    }
}

TEST_CASE("odbc writing: what takes too long is ended and rolled back", "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);

        const Error error = write_error(*connection, endless_update(server, table.name()).front(),
                                        {.timeout = std::chrono::milliseconds(300)});

        CHECK(error.code == Errc::timeout);
        CHECK(table.count("t in ('a', 'b', 'c')") == "3");
    }
}

TEST_CASE("odbc writing: a second statement in the text is never run", "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);
        const std::string drop = "; drop table " + table.name();

        CHECK(
            write_error(*connection, "delete from " + table.name() + " where id = 1" + drop).code ==
            Errc::refused);
        CHECK(write_error(*connection, "delete from " + table.name() + drop + "; commit").code ==
              Errc::refused);
        CHECK(table.count() == "3");
    }
}

TEST_CASE("odbc writing: a schema change can be rolled back where the server can",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const WrittenServerTable table(server);
        const auto connection = write_to(server);
        const std::string sql = "drop table " + table.name();
        const WriteSummary summary =
            summarize_write(sql, *find_dialect(server.is_postgres() ? "postgres" : "mysql"))
                .value();

        if (server.is_postgres()) {
            CHECK(summary.commits_at_once.empty());
            (void)written(*connection, sql);
            connection->roll_back();
            CHECK(table.count() == "3");
            continue;
        }
        CHECK_THAT(summary.commits_at_once, Catch::Contains("cannot be undone"));
        CHECK(connection->run_at_once(sql, {}, {}));
        CHECK_THROWS(table.count());
    }
}

TEST_CASE("odbc writing: a MariaDB table without transactions is known before",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const WrittenServerTable plain(server, " engine=MyISAM");
        const WrittenServerTable sound(server);
        const auto connection = write_to(server);
        const auto way_back = [&](const std::string& table) {
            const auto summary =
                summarize_write("delete from shop." + table, *find_dialect("mysql")).value();
            return connection->no_way_back(summary, {});
        };

        CHECK_THAT(way_back(plain.name()), Catch::Contains("MyISAM"));
        CHECK(way_back(sound.name()).empty());
    }
}

TEST_CASE("odbc writing: a PostgreSQL constraint that waits for the end fails before the question",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const WrittenServerTable table(server);
        server.run_as_owner({"alter table " + table.name() + " add column parent int references " +
                             table.name() + " deferrable initially deferred"});
        const auto connection = write_to(server);

        const Error error =
            write_error(*connection, "update " + table.name() + " set parent = 99 where id = 1");

        CHECK(error.sqlstate == "23503");
    }
}
