#include "libagent/database/sqlite/sqlite_lane.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <chrono>
#include <future>
#include <pthread.h>

using namespace askdb;
using namespace askdb::database;

namespace {

std::unique_ptr<SqliteHandle> open_in_memory() {
    return std::make_unique<SqliteHandle>(SqliteOpening{
        .name = "lane", .uri = ":memory:", .flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE});
}

/// While it lives, no thread can be made: its stack would be larger than all memory.
class NoThreads {
  public:
    NoThreads() {
        pthread_getattr_default_np(&usual_);
        pthread_attr_t huge;
        pthread_attr_init(&huge);
        pthread_attr_setstacksize(&huge, std::size_t{1} << 50);
        pthread_setattr_default_np(&huge);
        pthread_attr_destroy(&huge);
    }
    ~NoThreads() {
        pthread_setattr_default_np(&usual_);
        pthread_attr_destroy(&usual_);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

  private:
    pthread_attr_t usual_;
};

}

TEST_CASE("sqlite lane: a thread that cannot be made leaves the lane as it was", "[sqlite]") {
    SqliteLane lane(open_in_memory);
    const auto work = [](SqliteHandle& handle) { return handle.name(); };
    constexpr std::chrono::seconds patience{5};
    std::optional<Error> error;

    {
        const NoThreads none;
        try {
            lane.run(work, patience, {});
        } catch (const Failure& failure) {
            error = failure.error();
        }
    }

    REQUIRE(error);
    CHECK(error->code == Errc::unavailable);
    CHECK(error->message.starts_with("cannot start a thread: "));
    CHECK(lane.wait_until_free(std::chrono::milliseconds::zero(), {}));
    CHECK(lane.run(work, patience, {}) == "lane");
}

TEST_CASE("sqlite lane: waiting until it is free ends at a stop", "[sqlite]") {
    SqliteLane lane(open_in_memory);
    std::stop_source source;
    source.request_stop();

    CHECK_THROWS_AS(lane.wait_until_free(SqliteLane::endless(), source.get_token()), Stopped);
}

TEST_CASE("sqlite lane: whatever an error says, who asked for a stop gets one", "[sqlite]") {
    SqliteHandle handle({.name = "x", .uri = ":memory:", .flags = SQLITE_OPEN_READWRITE});
    std::stop_source source;
    const SqliteWatch::Turn turn(handle.watch(), SqliteLane::endless(), source.get_token());
    (void)handle.compile("SELECT nosuch");
    REQUIRE(handle.error(SQLITE_ERROR).message == "no such column: nosuch");

    source.request_stop();

    CHECK_THROWS_AS(handle.error(SQLITE_ERROR), Stopped);
}

TEST_CASE("sqlite lane: the caller can do something while its thread works", "[sqlite][stream]") {
    SqliteLane lane(open_in_memory);
    std::promise<void> opener;
    const auto opened = opener.get_future().share();

    const auto done = lane.run(
        [opened](SqliteHandle&) {
            opened.wait();
            return 7;
        },
        std::chrono::seconds(20), {},
        [&opener] {
            opener.set_value();
            return true;
        });

    CHECK(done == 7);
}
