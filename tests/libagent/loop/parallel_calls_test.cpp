// Reading calls of one step run side by side, each on a connection of its own: on SQLite, and on
// the servers that tests/support/servers.sh started.

#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

constexpr std::chrono::seconds hang_guard{30};

/// Called on the thread of each query, before it runs.
using OnQuery = std::function<void(database::Connection& connection, std::string_view sql)>;

/// A database whose queries are watched.
class WatchedSource : public database::Source {
  public:
    WatchedSource(std::unique_ptr<database::Source> real, const OnQuery& on_query)
        : real_(std::move(real)), on_query_(on_query) {}

    std::unique_ptr<database::Connection> connect(std::stop_token stop) const override {
        return std::make_unique<WatchedConnection>(real_->connect(stop), on_query_);
    }
    const database::Dialect& dialect() const override { return real_->dialect(); }

  private:
    class WatchedConnection : public database::Connection {
      public:
        WatchedConnection(std::unique_ptr<database::Connection> real, const OnQuery& on_query)
            : real_(std::move(real)), on_query_(on_query) {}
        Result<database::Rows> query(std::string_view sql, const database::Limits& limits,
                                     std::stop_token stop) override {
            on_query_(*real_, sql);
            return real_->query(sql, limits, stop);
        }
        Result<database::StreamEnd> stream(std::string_view sql, const database::Limits& limits,
                                           database::RowSink& sink, std::stop_token stop) override {
            return real_->stream(sql, limits, sink, stop);
        }
        std::optional<Error> check(std::string_view sql, std::stop_token stop) override {
            return real_->check(sql, stop);
        }
        database::Catalog load_catalog(std::stop_token stop) override {
            return real_->load_catalog(stop);
        }

      private:
        std::unique_ptr<database::Connection> real_;
        const OnQuery& on_query_;
    };

    std::unique_ptr<database::Source> real_;
    const OnQuery& on_query_;
};

/// Where so many queries wait for each other; none waits when they do not run at the same time.
class Meeting {
  public:
    explicit Meeting(std::size_t wanted) : wanted_(wanted) {}

    void join(const database::Connection& connection) {
        std::unique_lock lock(mutex_);
        connections_.insert(&connection);
        ++arrived_;
        all_here_.notify_all();
        all_here_.wait_for(lock, hang_guard, [this] { return arrived_ >= wanted_; });
        met_ = arrived_ >= wanted_;
    }
    bool met() {
        const std::lock_guard lock(mutex_);
        return met_ && connections_.size() == wanted_;
    }

  private:
    const std::size_t wanted_;
    std::mutex mutex_;  ///< Guards the members below.
    std::condition_variable all_here_;
    std::size_t arrived_ = 0;
    std::set<const database::Connection*> connections_;
    bool met_ = false;
};

/// A database to try this on.
struct Engine {
    std::string name;
    std::optional<test::TestServer> server = {};
    std::string id_sql = {};     ///< Which connection this is, as the server counts them.
    std::string awake_sql = {};  ///< With the id: a row while it runs a statement.
    std::string kill_sql = {};   ///< With the id.
    std::string long_sql = {};
};

std::vector<Engine> engines() {
    std::vector<Engine> all = {
        {.name = "SQLite",
         .id_sql = "SELECT 1",
         .long_sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
                     "max(i) FROM n"}};
    for (const test::TestServer& server : test::test_servers()) {
        Engine engine{.name = server.name, .server = server};
        if (server.is_postgres()) {
            engine.id_sql = "SELECT pg_backend_pid()";
            engine.awake_sql = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid = ";
            engine.kill_sql = "SELECT pg_terminate_backend({})";
            engine.long_sql =
                "SELECT count(*) FROM generate_series(1, 100000) a, "
                "generate_series(1, 1000000) b";
        } else {
            engine.id_sql = "SELECT connection_id()";
            engine.awake_sql =
                "SELECT 1 FROM information_schema.processlist WHERE command <> 'Sleep' AND id = ";
            engine.kill_sql = "KILL {}";
            engine.long_sql = "SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b";
        }
        all.push_back(std::move(engine));
    }
    return all;
}

/// An agent over one engine. `on_query` may be set before the first question.
struct EngineTurn {
    EngineTurn(const Engine& engine, std::vector<models::ModelReply> script)
        : fixture(std::move(script)),
          database("data", std::make_unique<WatchedSource>(
                               engine.server ? database::make_odbc_source(engine.server->target())
                                             : database::make_sqlite_source(fixture.file.path()),
                               on_query)),
          databases{&database},
          agent{fixture.model, databases, *fixture.store, {}, {}, fixture.log} {}

    chat::Answer ask(std::string_view question) {
        return loop::ask(agent, fixture.conversation, {question},
                         {fixture.sink, fixture.stop.get_token()});
    }

    OnQuery on_query = [](database::Connection&, std::string_view) {};
    AgentFixture fixture;
    database::Database database;
    std::vector<database::Database*> databases;
    Agent agent;
};

std::string json_call(const std::string& sql) {
    return R"({"sql":")" + sql + R"("})";
}

std::string id_of(database::Connection& connection, const Engine& engine) {
    return std::string(connection.query(engine.id_sql, {}, {}).value_or_throw().cell(0, 0).text);
}

/// Whether it became true within the hang guard.
bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + hang_guard;
    while (std::chrono::steady_clock::now() < end) {
        if (condition()) return true;
        std::this_thread::yield();
    }
    return false;
}

bool is_awake(const Engine& engine, const std::string& id) {
    return !engine.server->value_as_owner(engine.awake_sql + id).empty();
}

}

TEST_CASE("parallel calls: reading calls of one step run at the same time, each on its connection",
          "[loop][parallel]") {
    for (const Engine& engine : engines()) {
        INFO(engine.name);
        Meeting meeting(3);
        EngineTurn turn(engine, {calls({3, {"query", json_call(engine.id_sql)}}), says("Done.")});
        turn.on_query = [&](auto& connection, auto) { meeting.join(connection); };

        turn.ask("Three things");

        CHECK(meeting.met());
        std::set<std::string> ids;
        for (const auto& result : turn.fixture.conversation.results.all())
            ids.emplace(result.rows.cell(0, 0).text);
        CHECK(turn.fixture.conversation.results.all().size() == 3);
        CHECK(ids.size() == (engine.server ? 3 : 1));
    }
}

TEST_CASE("parallel calls: one that fails does not spoil the others", "[loop][parallel]") {
    for (const Engine& engine : engines()) {
        INFO(engine.name);
        Meeting meeting(3);
        EngineTurn turn(engine, {calls({{"query", json_call("SELECT 1 AS a")},
                                        {"query", json_call("SELECT nonsense FROM nothing")},
                                        {"query", json_call("SELECT 3 AS a")}}),
                                 queries("SELECT 4 AS a"), says("Done.")});
        turn.on_query = [&](auto& connection, std::string_view sql) {
            if (sql != "SELECT 4 AS a") meeting.join(connection);
        };

        const chat::Answer answer = turn.ask("Three things");

        CHECK(meeting.met());
        CHECK(answer.response == "Done.");
        REQUIRE(answer.workflow.size() == 4);
        CHECK_FALSE(answer.workflow[1].error.empty());
        const auto& results = turn.fixture.conversation.results;
        CHECK(results.find("r1")->rows.cell(0, 0).text == "1");
        CHECK(results.find("r2")->rows.cell(0, 0).text == "3");
        CHECK(results.find("r3")->rows.cell(0, 0).text == "4");
    }
}

TEST_CASE("parallel calls: one whose connection the server kills ends the turn, not the next one",
          "[loop][parallel]") {
    for (const Engine& engine : engines()) {
        if (!engine.server) continue;
        INFO(engine.name);
        EngineTurn turn(
            engine,
            {calls({{"query", json_call("SELECT 1 AS a")}, {"query", json_call(engine.long_sql)}}),
             queries("SELECT 2 AS a"), says("Two.")});
        std::jthread killer;
        turn.on_query = [&](database::Connection& connection, std::string_view sql) {
            if (sql != engine.long_sql) return;
            killer = std::jthread([&engine, id = id_of(connection, engine)] {
                eventually([&] { return is_awake(engine, id); });
                engine.server->run_as_owner({fmt::format(fmt::runtime(engine.kill_sql), id)});
            });
        };

        try {
            turn.ask("Two things");
            FAIL("a connection was killed");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::unavailable);
        }

        const auto finished = turn.fixture.sink.all<chat::ToolFinished>();
        REQUIRE(finished.size() == 2);
        CHECK(finished[0].step.error.empty());
        CHECK_FALSE(finished[1].step.error.empty());
        CHECK(turn.fixture.store->load({"", "test"}).empty());
        CHECK(turn.ask("And again?").response == "Two.");
    }
}

TEST_CASE("parallel calls: a stop ends all of them, on the server too", "[loop][parallel]") {
    for (const Engine& engine : engines()) {
        INFO(engine.name);
        EngineTurn turn(engine, {calls({4, {"query", json_call(engine.long_sql)}})});
        Meeting meeting(4);
        std::mutex mutex;
        std::set<std::string> ids;
        turn.on_query = [&](database::Connection& connection, std::string_view) {
            {
                const std::lock_guard lock(mutex);
                ids.insert(id_of(connection, engine));
            }
            meeting.join(connection);
        };
        std::chrono::steady_clock::time_point stopped_at;
        std::jthread stopper([&] {
            eventually([&] { return meeting.met(); });
            for (const std::string& id : ids) {
                if (engine.server) eventually([&] { return is_awake(engine, id); });
            }
            stopped_at = std::chrono::steady_clock::now();
            turn.fixture.stop.request_stop();
        });

        CHECK_THROWS_AS(turn.ask("Four things"), Stopped);

        stopper.join();
        CHECK(std::chrono::steady_clock::now() - stopped_at < std::chrono::seconds(10));
        CHECK(turn.fixture.sink.all<chat::Failed>().size() == 1);
        CHECK(turn.fixture.store->load({"", "test"}).empty());
        for (const std::string& id : ids) {
            if (engine.server) CHECK(eventually([&] { return !is_awake(engine, id); }));
        }
    }
}

}
