// What ends an SQLite statement: limits, time and stops.
#include "libagent/base/stop.h"
#include "tests/libagent/database/sqlite/sqlite_asked.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <chrono>
#include <random>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using std::chrono::milliseconds;

TEST_CASE("sqlite: bombs end at a limit", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    std::string many = "SELECT 1";
    for (int i = 0; i < 40; ++i) many += ", zeroblob(60000000) || 'x'";

    CHECK(error_of(*db, "SELECT zeroblob(1000000000)").code == Errc::limit);
    CHECK(error_of(*db, "SELECT randomblob(1000000000)").code == Errc::limit);
    CHECK(rows_of(*db, "SELECT printf('%900000000d', 1)").cell(0, 0).is_null());
    CHECK(error_of(*db, many).code == Errc::limit);
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite: a statement that runs for ever ends at its time limit", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));

    Error error;
    const double took =
        milliseconds_of([&] { error = error_of(*db, endless, {.timeout = milliseconds(50)}); });

    CHECK(error.code == Errc::timeout);
    CHECK(error.message == "the statement was ended: it took longer than the limit of 50 ms");
    CHECK(took >= 50);
    CHECK(took < 50 + prompt.count());
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite: a stop ends a statement promptly", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const char* sorting =
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r "
        "ORDER BY random()";
    for (const char* sql : {endless, sorting}) {
        std::stop_source source;
        std::chrono::steady_clock::time_point asked;
        std::jthread stopper([&] {
            sleep_or_stop(milliseconds(300), {});
            asked = std::chrono::steady_clock::now();
            source.request_stop();
        });

        CHECK_THROWS_AS(db->query(sql, {}, source.get_token()), Stopped);
        const auto ended = std::chrono::steady_clock::now();
        stopper.join();

        CHECK(ended - asked < prompt);
        CHECK_THROWS_AS(db->query("SELECT 1", {}, source.get_token()), Stopped);
        CHECK(text_of(*db, "SELECT 1") == "1");
    }
}

TEST_CASE("sqlite: what SQLite cannot end is left, and the connection goes on", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const char* one_long_step =  // Some seconds.
        "SELECT instr(h, n) FROM (SELECT printf('%.*c', 600000, 'a') AS h, "
        "printf('%.*c', 300000, 'a') || 'b' AS n)";

    Error error;
    const double took = milliseconds_of(
        [&] { error = error_of(*db, one_long_step, {.timeout = milliseconds(20)}); });

    CHECK(error.code == Errc::timeout);
    CHECK(took < 20 + prompt.count());
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite: statements that cannot be ended do not pile up", "[sqlite][slow]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const char* one_long_step =  // Some seconds.
        "SELECT instr(h, n) FROM (SELECT printf('%.*c', 800000, 'a') AS h, "
        "printf('%.*c', 400000, 'a') || 'b' AS n)";
    const auto run = [&] {
        (void)db->query(one_long_step, {.timeout = milliseconds(1)}, {});
        return true;
    };

    int left = 0;
    CHECK_THROWS_AS(
        [&] {
            while (left < 10 && run()) ++left;
        }(),
        Failure);

    CHECK(left < 10);
}

TEST_CASE("sqlite: stops at any moment leave the connection usable", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    std::mt19937 random(7);
    std::uniform_int_distribution<int> microseconds(0, 3'000);

    for (int i = 0; i < 200; ++i) {
        std::stop_source source;
        std::jthread stopper([&source, pause = std::chrono::microseconds(microseconds(random))] {
            std::this_thread::sleep_for(pause);
            source.request_stop();
        });
        CHECK_THROWS_AS(db->query(endless, {}, source.get_token()), Stopped);
        REQUIRE(text_of(*db, "SELECT 1") == "1");
    }
}

TEST_CASE("sqlite: checking a statement ends at a stop", "[sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a)");
    const auto db = connect_to(path);
    sqlite3* writer = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &writer) == SQLITE_OK);
    REQUIRE(sqlite3_exec(writer, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
    std::stop_source source;
    std::jthread stopper([&] {
        sleep_or_stop(milliseconds(100), {});
        source.request_stop();
    });

    const double took = milliseconds_of(
        [&] { CHECK_THROWS_AS(db->check("SELECT a FROM t", source.get_token()), Stopped); });
    sqlite3_close(writer);

    CHECK(took < 100 + prompt.count());
    CHECK_FALSE(db->check("SELECT a FROM t", {}));
}
