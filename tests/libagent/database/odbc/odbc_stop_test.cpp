#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/silent_port.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// The promise is 200 ms; how long a busy machine takes is no matter of tests, only that it ends.
constexpr auto promptly = 10s;

/// Asks for a stop as soon as the server is busy with the statement.
std::jthread stop_when_running(const TestServer& server, const std::string& id,
                               std::stop_source source) {
    return std::jthread([server, id, source]() mutable {
        wait_until_running(server, id);
        source.request_stop();
    });
}

}

TEST_CASE("odbc stop: a statement that runs for ever ends at once, on the server too",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        std::stop_source source;
        Clock::time_point stopped_at;
        const std::stop_callback note(source.get_token(), [&] { stopped_at = Clock::now(); });
        const std::string id = connection_id(server, *connection);
        const std::jthread stopper = stop_when_running(server, id, source);

        CHECK_THROWS_AS(connection->query(endless_statement(server), {}, source.get_token()),
                        Stopped);

        CHECK(Clock::now() - stopped_at < promptly);
        CHECK(ends_running(server, id));
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stop: a statement past its time is a timeout, and the connection lives",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string id = connection_id(server, *connection);
        const auto began = Clock::now();

        const Error error = error_of(*connection, endless_statement(server), {.timeout = 300ms});

        CHECK(error.code == Errc::timeout);
        CHECK(error.message == "the statement was ended: it took longer than the limit of 300 ms");
        CHECK(Clock::now() - began < 300ms + promptly);
        CHECK(ends_running(server, id));
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stop: a tighter limit that the server has for the role stays in force",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const bool is_postgres = server.is_postgres();
        server.run_as_owner({is_postgres ? "alter role reader set statement_timeout = '300ms'"
                                         : "set global max_statement_time = 0.3"});
        const auto began = Clock::now();

        const Error error =
            error_of(*connect_to(server), endless_statement(server), {.timeout = 40s});

        server.run_as_owner({is_postgres ? "alter role reader reset statement_timeout"
                                         : "set global max_statement_time = 0"});
        CHECK(error.code == Errc::timeout);
        CHECK(error.message.find("40 s") == std::string::npos);
        CHECK(Clock::now() - began < 30s);
    }
}

TEST_CASE("odbc stop: a stop before the statement runs nothing", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        const auto connection = connect_to(server);
        std::stop_source source;
        source.request_stop();

        CHECK_THROWS_AS(connection->query("select 1", {}, source.get_token()), Stopped);

        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc stop: a host that never answers is left alone at a stop", "[odbc]") {
    const SilentPort port;
    const auto reaper = std::make_shared<Reaper>();
    for (const std::string scheme : {"postgres", "mysql"}) {
        INFO(scheme);
        std::unique_ptr<Source> source;
        try {
            source = make_odbc_source(
                {.address = scheme + "://me@127.0.0.1:" + std::to_string(port.port()) + "/db"},
                reaper);
        } catch (const Failure& failure) {
            WARN("skipped: " << failure.error().message);
            continue;
        }
        std::stop_source stop;
        Clock::time_point stopped_at;
        const std::stop_callback note(stop.get_token(), [&] { stopped_at = Clock::now(); });
        std::jthread stopper([&stop, until = Clock::now() + 50ms] {
            std::this_thread::sleep_until(until);
            stop.request_stop();
        });

        CHECK_THROWS_AS(source->connect(stop.get_token()), Stopped);

        CHECK(Clock::now() - stopped_at < promptly);
        CHECK(reaper->abandoned() >= 1);
    }
}
