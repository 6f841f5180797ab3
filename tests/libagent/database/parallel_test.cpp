// Many threads on one database: right answers, no connection lost or left over.

#include "libagent/database/database.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <atomic>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

constexpr int thread_count = 8;
constexpr int queries_a_thread = 50;
constexpr std::size_t pool_size = 4;

/// A user of its own, so that its connections can be counted; gone with the object.
class CountedUser {
  public:
    explicit CountedUser(const TestServer& server) : server_(server) {
        const std::string literal = quoted(server.password);
        if (server.is_postgres()) {
            server.run_as_owner({"create role " + name_ + " login password '" + literal + "'"});
        } else {
            server.run_as_owner({"create user " + account() + " identified by '" + literal + "'",
                                 "grant select on shop.* to " + account()});
        }
    }
    ~CountedUser() {
        kill_all();
        server_.run_as_owner({"drop user " + account()});
    }

    OdbcTarget target() const {
        OdbcTarget target = server_.target();
        target.user = name_;
        return target;
    }
    int connections() const {
        return std::stoi(server_.value_as_owner("select count(*) from " + sessions()));
    }
    /// Ends them on the server, as a server does that is tired of idle ones.
    void kill_all() const {
        if (server_.is_postgres()) {
            server_.run_as_owner({"select pg_terminate_backend(pid, 10000) from " + sessions()});
            return;
        }
        server_.run_as_owner({"kill user " + name_});
        wait_for(0);
    }
    /// Waits until that many are open; false after 20 s.
    bool wait_for(int count) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (connections() != count) {
            if (std::chrono::steady_clock::now() > end) return false;
        }
        return true;
    }

  private:
    static std::string quoted(const std::string& text) {
        std::string out;
        for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
        return out;
    }
    std::string account() const { return server_.is_postgres() ? name_ : name_ + "@'127.0.0.1'"; }
    std::string sessions() const {
        return (server_.is_postgres() ? "pg_stat_activity where usename = '"
                                      : "information_schema.processlist where user = '") +
               name_ + "'";
    }

    const TestServer& server_;
    std::string name_ = unique_name("counted");
};

/// Number of wrong answers, of thread_count × queries_a_thread.
int wrong_answers(Database& database) {
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < queries_a_thread; ++i) {
                const int number = thread * queries_a_thread + i;
                // Every fifth fails on the server, as a model's statements do.
                const bool is_bad = i % 5 == 4;
                const std::string sql = is_bad ? "select no_such_column"
                                               : "select " + std::to_string(number) +
                                                     " + 1, repeat('x', " + std::to_string(number) +
                                                     ")";
                const Result<Rows> result = database.query(sql, {}, {});
                const bool is_right =
                    is_bad ? !result && result.error().code == Errc::bad_input
                           : result && result.value().row_count() == 1 &&
                                 result.value().cell(0, 0).text == std::to_string(number + 1) &&
                                 result.value().cell(0, 1).text.size() ==
                                     static_cast<std::size_t>(number);
                if (!is_right) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    return wrong;
}

}

TEST_CASE("parallel: eight threads share four connections, and none is left over",
          "[servers][parallel]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const CountedUser user(server);
        {
            Database database("shop", make_odbc_source(user.target()), pool_size);

            CHECK(wrong_answers(database) == 0);

            CHECK(user.connections() >= 1);
            CHECK(user.connections() <= static_cast<int>(pool_size));
        }
        CHECK(user.wait_for(0));
    }
}

TEST_CASE("parallel: connections that the server closed while idle are replaced silently",
          "[servers][parallel]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const CountedUser user(server);
        Database database("shop", make_odbc_source(user.target()), pool_size);
        CHECK(wrong_answers(database) == 0);

        user.kill_all();

        CHECK(user.connections() == 0);
        CHECK(wrong_answers(database) == 0);
        CHECK(user.connections() <= static_cast<int>(pool_size));
    }
}

TEST_CASE("parallel: timeouts and stops of some do not disturb the others", "[servers][parallel]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const CountedUser user(server);
        {
            Database database("shop", make_odbc_source(user.target()), pool_size);
            const std::string endless = endless_statement(server);
            std::atomic<bool> done = false;
            std::atomic<int> ended_badly = 0;
            std::thread impatient([&] {
                while (!done) {
                    const Result<Rows> result =
                        database.query(endless, {.timeout = std::chrono::milliseconds(20)}, {});
                    if (result || result.error().code != Errc::timeout) ++ended_badly;
                }
            });

            CHECK(wrong_answers(database) == 0);
            done = true;
            impatient.join();

            CHECK(ended_badly == 0);
        }
        CHECK(user.wait_for(0));
    }
}
