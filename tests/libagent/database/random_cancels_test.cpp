// Stops at random moments of all that a connection does, on several connections at once. Address
// sanitizer says whether a driver's memory took harm: tests/run.sh --cancels 1000.
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/temp_database.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <random>

namespace askdb::test {
namespace {

using database::Connection;
using CancelClock = std::chrono::steady_clock;

constexpr int series_rows = 10'000;
constexpr std::size_t long_value_bytes = 300'000;

/// One database, and what is asked of it.
struct Victim {
    std::string name;
    std::unique_ptr<database::Source> source;
    std::string endless_sql;  ///< Runs for minutes.
    std::string series_sql;   ///< `series_rows` rows, fetched block by block.
    std::string long_sql;     ///< One value of `long_value_bytes`, fetched in pieces.
    std::string table;        ///< One of the catalog, with three columns.
};

struct Tally {
    int stopped = 0;
    int finished = 0;
    int wrong = 0;  ///< Wrong answers, wrong errors, connections that were no good afterwards.
    std::string what_was_wrong;
    std::chrono::milliseconds longest_stop{0};  ///< From the stop to the caller's return.

    void note_wrong(const std::string& what) {
        ++wrong;
        what_was_wrong = what;
    }
    void add(const Tally& other) {
        stopped += other.stopped;
        finished += other.finished;
        wrong += other.wrong;
        if (other.wrong > 0) what_was_wrong = other.what_was_wrong;
        longest_stop = std::max(longest_stop, other.longest_stop);
    }
};

int cancels_wanted() {
    constexpr int usual_cancels = 200;
    const char* const given = std::getenv("ASKDB_TEST_CANCELS");
    return given ? std::atoi(given) : usual_cancels;
}

void expect(bool right, const std::string& what) {
    if (!right) throw std::runtime_error(what);
}

std::string only_cell(Connection& connection, const std::string& sql, std::stop_token stop) {
    const database::Rows rows = connection.query(sql, {}, std::move(stop)).value_or_throw();
    expect(rows.row_count() == 1, sql + " gave no row");
    return std::string(rows.cell(0, 0).text);
}

/// All that a connection does. Each throws Stopped, or gives the right answer, else throws.
using Deed = void (*)(const Victim&, Connection&, const std::stop_token&);

void run_endlessly(const Victim& victim, Connection& connection, const std::stop_token& stop) {
    (void)connection.query(victim.endless_sql, {}, stop);
    expect(false, "an endless statement came to an end");
}

void fetch_series(const Victim& victim, Connection& connection, const std::stop_token& stop) {
    const auto rows = connection.query(victim.series_sql, {}, stop).value_or_throw();
    expect(rows.row_count() == series_rows && rows.cell(series_rows - 1, 0).text == "10000",
           "not all rows came");
}

void fetch_long_value(const Victim& victim, Connection& connection, const std::stop_token& stop) {
    expect(only_cell(connection, victim.long_sql, stop).size() == long_value_bytes,
           "a long value was cut");
}

void load_catalog(const Victim& victim, Connection& connection, const std::stop_token& stop) {
    const database::Catalog catalog = connection.load_catalog(stop);
    const database::Table* const table = catalog.find_table(victim.table);
    expect(table != nullptr && table->columns.size() == 3, "the catalog is not whole");
}

void check_statement(const Victim& victim, Connection& connection, const std::stop_token& stop) {
    expect(!connection.check(victim.series_sql, stop), "a sound statement was found wrong");
}

void connect_anew(const Victim& victim, Connection&, const std::stop_token& stop) {
    expect(only_cell(*victim.source->connect(stop), "select 11", stop) == "11", "not 11");
}

constexpr Deed deeds[] = {run_endlessly, fetch_series,    fetch_long_value,
                          load_catalog,  check_statement, connect_anew};

/// Microseconds up to 131 ms, the short ones as often as the long ones.
std::chrono::microseconds random_moment(std::minstd_rand& random) {
    constexpr unsigned magnitudes = 18;
    const unsigned below = 1u << (random() % magnitudes);
    return std::chrono::microseconds(random() % below);
}

void cancel_one(const Victim& victim, Connection& connection, std::minstd_rand& random, int number,
                Tally& tally) {
    const Deed deed = deeds[random() % std::size(deeds)];
    std::stop_source source;
    CancelClock::time_point stopped_at = CancelClock::time_point::max();
    {
        const std::stop_callback note(source.get_token(), [&] { stopped_at = CancelClock::now(); });
        const std::jthread stopper([&source, until = CancelClock::now() + random_moment(random)] {
            std::this_thread::sleep_until(until);
            source.request_stop();
        });
        try {
            deed(victim, connection, source.get_token());
            ++tally.finished;
        } catch (const Stopped&) {
            const auto took = CancelClock::now() - stopped_at;
            tally.longest_stop = std::max(
                tally.longest_stop, std::chrono::duration_cast<std::chrono::milliseconds>(took));
            ++tally.stopped;
        } catch (const std::exception& error) {
            tally.note_wrong(error.what());
        }
    }
    try {
        const std::string expected = std::to_string(number);
        expect(only_cell(connection, "select " + expected, {}) == expected, "an earlier answer");
    } catch (const std::exception& error) {
        tally.note_wrong(std::string("after a stop: ") + error.what());
    }
}

/// A thread that runs `body` on a connection of its own.
std::jthread on_own_connection(const Victim& victim, Tally& tally,
                               std::function<void(Connection&)> body) {
    return std::jthread([&victim, &tally, body = std::move(body)] {
        try {
            body(*victim.source->connect({}));
        } catch (const std::exception& error) {
            tally.note_wrong(error.what());
        }
    });
}

/// On two connections at once, while a third one works undisturbed.
Tally cancel_at_random(const Victim& victim, int cancels) {
    constexpr int cancelled_connections = 2;
    Tally tallies[cancelled_connections + 1];
    std::atomic<bool> done = false;
    const auto undisturbed = [&victim, &done](Connection& connection) {
        while (!done) {
            fetch_series(victim, connection, {});
            fetch_long_value(victim, connection, {});
        }
    };
    std::jthread witness = on_own_connection(victim, tallies[cancelled_connections], undisturbed);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < cancelled_connections; ++i) {
            Tally& tally = tallies[i];
            threads.push_back(on_own_connection(victim, tally, [&, i](Connection& connection) {
                std::minstd_rand random(20240531u + static_cast<unsigned>(i));
                for (int n = i; n < cancels; n += cancelled_connections)
                    cancel_one(victim, connection, random, n, tally);
            }));
        }
    }
    done = true;
    witness.join();
    Tally sum;
    for (const Tally& tally : tallies) sum.add(tally);
    return sum;
}

void check_tally(const Victim& victim, const Tally& tally, int cancels) {
    const std::string figures =
        fmt::format("{}: {} stopped, {} finished first, {} wrong ({}); longest stop {} ms",
                    victim.name, tally.stopped, tally.finished, tally.wrong, tally.what_was_wrong,
                    tally.longest_stop.count());
    INFO(figures);
    CHECK(tally.wrong == 0);
    CHECK(tally.stopped + tally.finished == cancels);
    CHECK(tally.stopped >= cancels / 10);
    CHECK(tally.longest_stop < std::chrono::seconds(10));
}

Victim server_victim(const TestServer& server, const std::string& table) {
    server.run_as_owner({"create table " + table + " (a int primary key, b varchar(20), c int)"});
    const std::string rows = std::to_string(series_rows);
    const std::string length = std::to_string(long_value_bytes);
    return {.name = server.name,
            .source = database::make_odbc_source(server.target()),
            .endless_sql = endless_statement(server),
            .series_sql = server.is_postgres()
                              ? "select g, repeat('x', 300) from generate_series(1, " + rows + ") g"
                              : "select seq, repeat('x', 300) from seq_1_to_" + rows,
            .long_sql = "select repeat('x', " + length + ")",
            .table = table};
}

/// Sessions of the user whom askdb connects as; after those that were left alone had time to end.
std::string sessions_left(const TestServer& server) {
    const std::string sql =
        server.is_postgres()
            ? "select count(*) from pg_stat_activity where usename = 'reader'"
            : "select count(*) from information_schema.processlist where user = 'reader'";
    const auto end = CancelClock::now() + std::chrono::seconds(20);
    std::string left = server.value_as_owner(sql);
    while (left != "0" && CancelClock::now() < end) left = server.value_as_owner(sql);
    return left;
}

}

TEST_CASE("random cancels: on a server every connection stays sound, and no session stays behind",
          "[odbc][servers][cancels]") {
    const int cancels = cancels_wanted();
    for (const TestServer& server : test_servers()) {
        const std::string table = unique_name("cancelled");
        Victim victim = server_victim(server, table);

        check_tally(victim, cancel_at_random(victim, cancels), cancels);

        victim.source.reset();
        CHECK(sessions_left(server) == "0");
        server.run_as_owner({"drop table " + table});
    }
}

TEST_CASE("random cancels: on an SQLite file every connection stays sound", "[sqlite][cancels]") {
    const int cancels = cancels_wanted();
    const TempDatabase file("CREATE TABLE cancelled (a INTEGER PRIMARY KEY, b TEXT, c INT)");
    const std::string numbers = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r";
    const Victim victim{
        .name = "SQLite",
        .source = database::make_sqlite_source(file.path()),
        .endless_sql = numbers + ") SELECT count(*) FROM r",
        .series_sql = numbers + " WHERE n < 10000) SELECT n, printf('%300s', 'x') FROM r",
        .long_sql = "SELECT printf('%300000s', 'x')",
        .table = "cancelled"};

    check_tally(victim, cancel_at_random(victim, cancels), cancels);
}

}
