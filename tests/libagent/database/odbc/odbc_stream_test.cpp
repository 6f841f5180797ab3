// Results that are read while they are written, on the real servers.
#include "libagent/base/stop.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/streamed.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto promptly = 10s;

std::string numbers_to(const TestServer& server, const std::string& last) {
    return server.is_postgres()
               ? "select n, n * 0.5 as h, 'text ' || n as t from (select generate_series(1, " +
                     last + ") n) s"
               : "select seq as n, seq * 0.5 as h, concat('text ', seq) as t from seq_1_to_" + last;
}

/// A table of 20,000 rows by its key, which both servers can read.
class BigTable {
  public:
    explicit BigTable(const TestServer& server) : server_(server) {
        const std::string from =
            server.is_postgres() ? " from generate_series(1, 20000) seq" : " from seq_1_to_20000";
        server.run_as_owner(
            {"create table " + name + " (id int primary key, t varchar(100), d date)",
             "insert into " + name + " select seq * 3, concat('row \"', seq, '\"'), " +
                 "date '2024-02-29'" + from});
    }
    ~BigTable() { server_.run_as_owner({"drop table " + name}); }

    const std::string name = unique_name("big");

  private:
    const TestServer& server_;
};

}

TEST_CASE("odbc stream: the same cells as query() gives", "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);
        const std::string kinds =
            server.is_postgres()
                ? "select 1::bigint a, 0.1::float8 b, 1.50::numeric c, true d, date '2024-02-29' "
                  "e, "
                  "timestamptz '2024-02-29 10:00+02' f, 'infinity'::timestamp g, '\\x00ff'::bytea "
                  "h, null::int i, array[1,2] j, '' k"
                : "select 18446744073709551615 a, 0.1e0 b, 1.50 c, true d, date '2024-02-29' e, "
                  "timestamp '2024-02-29 10:00' f, x'00ff' h, null i, '' k";

        for (const std::string& sql :
             {kinds, numbers_to(server, "20000"), "select * from " + table.name + " where id < 0",
              "select * from " + table.name + " order by id"}) {
            INFO(sql);
            CHECK(difference(streamed(*connection, sql), rows_of(*connection, sql)).empty());
        }
    }
}

TEST_CASE("odbc stream: a table is read by its key, the same rows as at once",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);

        for (const std::string& sql :
             {"select * from " + table.name, "select t, id as number from " + table.name + " b",
              "select d from " + table.name + " where id > 100 and t like '%9%' or id = 3"}) {
            INFO(sql);
            const Rows rows = streamed(*connection, sql);
            CHECK(difference(rows, rows_of(*connection, sql)).empty());
            CHECK(rows.row_count() > 0);
        }
    }
}

TEST_CASE("odbc stream: the limit of rows is exact, and told", "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);

        for (const std::string& sql :
             {"select * from " + table.name, numbers_to(server, "20000")}) {
            const Rows cut = streamed(*connection, sql, {.rows = 19'999});
            const Rows whole = streamed(*connection, sql, {.rows = 20'000});
            CHECK(cut.row_count() == 19'999);
            CHECK(cut.truncated);
            CHECK(whole.row_count() == 20'000);
            CHECK_FALSE(whole.truncated);
        }
    }
}

TEST_CASE("odbc stream: long values come whole, and a row that is too long is said",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string huge =
            server.is_postgres() ? "select 1 a, repeat('x', 10000000) b union all select 2, 'y'"
                                 : "select 1 a, repeat('x', 10000000) b union all select 2, 'y'";

        const Rows rows = streamed(*connection, huge);
        const Error error = stream_error(*connection, huge, {.bytes = 1'000'000});

        REQUIRE(rows.row_count() == 2);
        CHECK(rows.cell(0, 1).text == std::string(10'000'000, 'x'));
        CHECK(rows.cell(1, 1).text == "y");
        CHECK(error.code == Errc::limit);
        CHECK(error.message == "one row alone is larger than the limit of 1000000 bytes");
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: a thousand columns", "[stream][odbc][servers]") {
    std::string thousand = "select 0 as c0";
    for (int i = 1; i < 1000; ++i)
        thousand += ", " + std::to_string(i) + " as c" + std::to_string(i);
    for (const TestServer& server : test_servers()) {
        INFO(server.name);

        const Rows rows = streamed(*connect_to(server), thousand);

        REQUIRE(rows.column_count() == 1000);
        CHECK(rows.cell(0, 999).text == "999");
    }
}

TEST_CASE("odbc stream: an error before the first row, and one after many",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);

        const Error early = stream_error(*connection, "select nosuch from (select 1 as a) t");

        CHECK(early.sqlstate == (server.is_postgres() ? "42703" : "42S22"));
        if (server.is_postgres()) {
            KeptRows kept;
            const auto late = connection->stream(
                "select 1 / (n - 5000) from generate_series(1, 9000) n", {}, kept, {});
            REQUIRE_FALSE(late);
            CHECK(late.error().sqlstate == "22012");
            CHECK(kept.rows.row_count() > 3000);
        }
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: what the sink throws comes through, and the connection lives",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);
        KeptRows sink = full_disk();

        CHECK_THROWS_WITH(connection->stream("select * from " + table.name, {}, sink, {}),
                          "no space left");

        CHECK(sink.blocks == 1);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: a stop in the middle ends it, on the server too",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);
        const std::string id = connection_id(server, *connection);
        std::stop_source stop;
        Clock::time_point asked;
        KeptRows sink([&] {
            asked = Clock::now();
            stop.request_stop();
        });
        const std::string sql =
            server.is_postgres() ? numbers_to(server, "2000000000") : "select * from " + table.name;

        CHECK_THROWS_AS(connection->stream(sql, {.rows = 1'000'000'000}, sink, stop.get_token()),
                        Stopped);

        CHECK(Clock::now() - asked < promptly);
        CHECK(ends_running(server, id));
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: the time is that of the next rows", "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);

        const Error error =
            stream_error(*connection, endless_statement(server), {.timeout = 300ms});

        CHECK(error.code == Errc::timeout);
        CHECK(error.message == "the statement was ended: it took longer than the limit of 300 ms");
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: a connection that dies in the middle is said", "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const BigTable table(server);
        const std::string id = connection_id(server, *connection);
        bool killed = false;
        KeptRows sink([&] {
            if (std::exchange(killed, true)) return;
            server.run_as_owner(
                {server.is_postgres() ? "select pg_terminate_backend(" + id + ")" : "kill " + id});
        });
        const std::string sql = server.is_postgres() ? numbers_to(server, "2000000000")
                                                     : "select a.*, a.t from " + table.name + " a";
        std::optional<Error> error;

        try {
            (void)connection->stream(sql, {.rows = 1'000'000'000}, sink, {});
        } catch (const Failure& failure) {
            error = failure.error();
        }

        REQUIRE(error);
        CHECK(error->code == Errc::unavailable);
        CHECK(error->message.find("was lost: ") != std::string::npos);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: what was lost while nobody used it is replaced",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string id = connection_id(server, *connection);
        server.run_as_owner(
            {server.is_postgres() ? "select pg_terminate_backend(" + id + ")" : "kill " + id});

        CHECK(streamed(*connection, "select 7").cell(0, 0).text == "7");
    }
}

TEST_CASE("odbc stream: a driver that keeps results says what it cannot stream",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const auto connection = connect_to(server);

        const Error error =
            stream_error(*connection, "select repeat('x', 60000) from seq_1_to_20000",
                         {.rows = 1'000'000'000, .bytes = 1u << 20});

        CHECK(error.code == Errc::limit);
        INFO(error.message);
        CHECK(error.message.find("is too large for MariaDB or MySQL's driver") !=
              std::string::npos);
        CHECK(error.message.find("only columns of one table with a primary key") !=
              std::string::npos);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stream: what an SQL function gives comes once", "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        server.run_as_owner(
            {"create or replace function numbers_told() returns setof int "
             "language sql as 'select n from generate_series(1, 40) n'"});
        const auto connection = connect_to(server);
        const std::string sql = "select numbers_told()";

        const Rows whole = connection->query(sql, {}, {}).value_or_throw();
        const Rows in_blocks = streamed(*connection, sql);

        CHECK(whole.row_count() == 40);
        CHECK(in_blocks.row_count() == 40);
        server.run_as_owner({"drop function numbers_told()"});
    }
}

TEST_CASE("odbc stream: real numbers are plain digits where PostgreSQL writes them so",
          "[stream][odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string sql =
            server.is_postgres()
                ? "select 100000::float8, 0.1::float8, 123456789012345::float8, 1e15::float8, "
                  "0.00001::float8, -2.5::float8, 1e300::float8"
                : "select 100000e0, 0.1e0, 123456789012345e0, 1e15, 0.00001e0, -2.5e0, 1e300";

        const Rows rows = streamed(*connect_to(server), sql);

        std::vector<std::string> texts;
        for (std::size_t i = 0; i < rows.column_count(); ++i) {
            texts.emplace_back(rows.cell(0, i).text);
        }
        CHECK(texts == std::vector<std::string>{"100000", "0.1", "123456789012345", "1e+15",
                                                "1e-05", "-2.5", "1e+300"});
    }
}
