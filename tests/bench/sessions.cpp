// Times kept conversations: many of them listed, opened and searched, each time by a store that is
// opened anew, as a command does; and turns kept by 1, 8 and 64 threads at once, with the commits
// that wait for the disk, against plain libsqlite3 with a transaction for each turn. Exits 1 when a
// result is wrong.

#include "libagent/base/error.h"
#include "libagent/database/odbc/odbc_own_source.h"
#include "libagent/database/sqlite/sqlite_own_source.h"
#include "sessions/sql_store.h"
#include "tests/bench/sessions_data.h"
#include "tests/support/temp_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace askdb::test {
namespace {

using Clock = std::chrono::steady_clock;
using session::SessionArchive;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Makes a source for the same place again and again.
using MakeSource = std::function<std::unique_ptr<database::OwnSource>()>;

std::unique_ptr<SessionArchive> open_store(const MakeSource& make) {
    return sessions::make_sql_store({.where = make(), .artifact_folder = {}});
}

struct Bench {
    const char* database;
    MakeSource make;
    int conversations;
    bool failed = false;

    void measure(const char* what, const std::function<bool(SessionArchive&)>& work) {
        constexpr int runs = 21;
        std::vector<double> times;
        for (int run = 0; run < runs; ++run) {
            const auto begin = Clock::now();
            const auto archive = open_store(make);
            const bool is_right = work(*archive);
            times.push_back(milliseconds_since(begin));
            if (is_right) continue;
            std::printf("WRONG: %s\n", what);
            failed = true;
            return;
        }
        std::sort(times.begin(), times.end());
        std::printf("%-12s %-34s %8.1f ms %8.1f ms%s\n", database, what, times[runs / 2],
                    times.back(), times[runs / 2] > 50 ? "   (over 50)" : "");
    }

    void measure_all() {
        const auto begin = Clock::now();
        {
            const auto source = make();
            const auto archive = open_store(make);
            fill_store(*source, *archive, conversations);
        }
        std::printf("%-12s %d conversations, %d events, made in %.0f s\n", database, conversations,
                    conversations * 10, milliseconds_since(begin) / 1000);
        std::printf("%-12s %-34s %11s %11s\n", "", "", "median", "slowest");
        measure("open and connect, no more",
                [](auto& archive) { return archive.list({.limit = 0}).sessions.empty(); });
        measure("the newest 50",
                [](auto& archive) { return archive.list({}).sessions.size() == 50; });
        measure("the newest 50 of one user", [](auto& archive) {
            return archive.list({.user = "user7"}).sessions.size() == 50;
        });
        measure("open the newest", [](auto& archive) {
            const auto page = archive.list({.limit = 1});
            return archive.load(page.sessions.at(0).key).size() == 2;
        });
        measure("find by the beginning of an id", [this](auto& archive) {
            const std::string id = "conversation-" + std::to_string(conversations - 1);
            return archive.find("user" + std::to_string((conversations - 1) % 50), id).ok();
        });
        measure_searches();
    }

    void measure_searches() {
        const auto search = [this](const char* what, const session::SearchQuery& query,
                                   std::size_t hits) {
            measure(what, [&](auto& archive) { return archive.search(query).hits.size() == hits; });
        };
        search("search: a rare word", {.words = "customer" + std::to_string(conversations / 2)}, 4);
        search("search: a word of every text", {.words = "orders"}, 20);
        search("search: the same, of one user", {.user = "user7", .words = "orders"}, 20);
        search("search: two common words", {.words = "orders spring"}, 20);
        search("search: a common and a rare word",
               {.words = "orders customer" + std::to_string(conversations / 3)}, 4);
        search("search: the beginning of many words", {.words = "orders cust"}, 20);
        search("search: two words that never meet", {.words = "spring winter"}, 0);
    }
};

/// Runs `turn` so often in all, on so many threads; turns a second.
double turns_a_second(int threads, int turns, const std::function<void(int thread)>& turn) {
    const auto begin = Clock::now();
    {
        std::vector<std::jthread> running;
        for (int thread = 0; thread < threads; ++thread) {
            running.emplace_back([&, thread] {
                for (int i = 0; i < turns / threads; ++i) turn(thread);
            });
        }
    }
    return turns / milliseconds_since(begin) * 1000;
}

/// What a program does that keeps its turns by hand: a connection for each thread, a durable
/// transaction for each turn.
class PlainSqlite {
  public:
    explicit PlainSqlite(const std::string& path) {
        sqlite3_open(path.c_str(), &db_);
        constexpr int patience_ms = 60'000;
        sqlite3_busy_timeout(db_, patience_ms);
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, conversation TEXT, "
            "turn INTEGER, type TEXT, text TEXT, metadata TEXT)");
    }
    ~PlainSqlite() { sqlite3_close(db_); }
    PlainSqlite(const PlainSqlite&) = delete;
    PlainSqlite& operator=(const PlainSqlite&) = delete;

    void keep_turn() {
        run("BEGIN IMMEDIATE");
        for (int event = 0; event < 6; ++event)
            run("INSERT INTO events (conversation, turn, type, text, metadata) "
                "VALUES ('one', 1, 'tool_result', 'There are 2,988 orders.', '{}')");
        run("COMMIT");
    }

  private:
    void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

    sqlite3* db_ = nullptr;
};

double plain_turns_a_second(int threads, int turns) {
    const TempFolder folder;
    std::vector<std::unique_ptr<PlainSqlite>> plain;
    for (int i = 0; i < threads; ++i)
        plain.push_back(std::make_unique<PlainSqlite>(folder.file("plain.db")));
    return turns_a_second(
        threads, turns, [&](int thread) { plain[static_cast<std::size_t>(thread)]->keep_turn(); });
}

void measure_turns(const char* database, const MakeSource& make) {
    for (const int threads : {1, 8, 64}) {
        const int turns = threads * std::max(20, 640 / threads);
        int commits = 0;
        const auto source = make();
        const auto store = sessions::make_sql_store(
            {.where = std::make_unique<CountedSource>(*source, commits), .artifact_folder = {}});
        (void)store->list({.limit = 1});
        commits = 0;
        const session::Turn turn = usual_turn();
        const double speed = turns_a_second(threads, turns, [&](int thread) {
            const session::SessionKey key{"bench", "thread-" + std::to_string(thread)};
            store->commit_turn(key, store->begin_turn(key, {.question = turn.question}), turn);
        });
        const double plain = plain_turns_a_second(threads, turns);
        std::printf("%-12s %7d %15.0f %21.2f %15.0f %14.1f\n", database, threads, speed,
                    static_cast<double>(commits) / turns, plain, speed / plain);
    }
}

std::string from_environment(const char* variable) {
    const char* const value = std::getenv(variable);
    return value == nullptr ? std::string() : value;
}

bool bench_sessions(int conversations) {
    const TempFolder folder;
    std::vector<Bench> benches = {
        {"SQLite", [&] { return database::make_sqlite_own_source(folder.file("many.db")); },
         conversations}};
    const database::OdbcTarget server{.address = from_environment("ASKDB_TEST_POSTGRES"),
                                      .password = from_environment("ASKDB_TEST_POSTGRES_PASSWORD")};
    if (!server.address.empty()) {
        benches.push_back(
            {"PostgreSQL", [&] { return database::make_odbc_own_source(server); }, conversations});
        drop_store(*benches.back().make());
    }
    bool failed = false;
    for (Bench& bench : benches) {
        bench.measure_all();
        failed = failed || bench.failed;
    }
    std::printf("\n%-12s %7s %15s %21s %15s %14s\n", "", "threads", "turns a second",
                "synced commits a turn", "plain SQLite", "times plain");
    for (const Bench& bench : benches) measure_turns(bench.database, bench.make);
    if (benches.size() > 1) drop_store(*benches.back().make());
    return !failed;
}

}
}

int main(int count, char** words) {
    const int conversations = count == 2 ? std::atoi(words[1]) : 0;
    if (conversations < 5000) {
        std::fprintf(stderr, "usage: bench_sessions CONVERSATIONS   (5000 or more)\n");
        return 2;
    }
    try {
        return askdb::test::bench_sessions(conversations) ? 0 : 1;
    } catch (const askdb::Failure& failure) {
        std::fprintf(stderr, "bench_sessions: %s\n", failure.what());
        return 1;
    }
}
