#include "libagent/database/odbc/odbc_call.h"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// How long a busy machine takes is no matter of tests, only that nobody waits for the other side.
constexpr auto promptly = 10s;
constexpr auto for_ever = 40s;

void wait_until_none_is_left(const Reaper& reaper) {
    const auto end = Clock::now() + promptly;
    while (reaper.abandoned() > 0 && Clock::now() < end) std::this_thread::yield();
}

}

TEST_CASE("odbc call: connecting is given up after its time, and the time is said", "[odbc]") {
    Reaper reaper;
    std::promise<void> answer;
    const auto open = [answered = answer.get_future().share()](const OdbcRoute&) {
        answered.wait_for(for_ever);
        return std::make_shared<int>(0);
    };
    const auto began = Clock::now();

    try {
        open_odbc_in_time(reaper, {.name = "far", .text = {}, .connect_timeout = 50ms}, open, {});
        FAIL("it connected");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::unavailable);
        CHECK(failure.error().retryable);
        CHECK(failure.error().message == "cannot connect to 'far': it did not answer for 50 ms");
    }

    CHECK(Clock::now() - began < promptly);
    answer.set_value();
    wait_until_none_is_left(reaper);
}

TEST_CASE("odbc call: a connection that comes after a stop does not hold the caller up", "[odbc]") {
    struct Stuck {
        std::shared_future<void> opened;
        ~Stuck() { opened.wait_for(for_ever); }
    };
    Reaper reaper;
    std::promise<void> door;
    std::stop_source stop;
    const auto open = [&stop, opened = door.get_future().share()](const OdbcRoute&) {
        auto stuck = std::make_shared<Stuck>();
        stuck->opened = opened;
        stop.request_stop();
        return stuck;
    };
    const auto began = Clock::now();

    CHECK_THROWS_AS(open_odbc_in_time(reaper, {.name = "far", .text = {}}, open, stop.get_token()),
                    Stopped);

    CHECK(Clock::now() - began < promptly);
    door.set_value();
    wait_until_none_is_left(reaper);
}

TEST_CASE("odbc call: what connecting throws comes through", "[odbc]") {
    Reaper reaper;
    const auto open = [](const OdbcRoute& to) -> std::shared_ptr<void> {
        throw Failure(Error{Errc::unavailable, "nobody at '" + to.name + "'"});
    };

    CHECK_THROWS_WITH(open_odbc_in_time(reaper, {.name = "far", .text = {}}, open, {}),
                      "nobody at 'far'");
}

TEST_CASE("odbc call: the tighter of two limits is the one that is told", "[odbc]") {
    const Error servers{Errc::timeout, "canceling statement due to statement timeout"};
    std::stop_source stop;

    const Error tighter = in_words_of_limit({.limit = 1h}, servers, {});
    const Error ours = in_words_of_limit({.limit = 0ms}, servers, {});
    const Error other = in_words_of_limit({.limit = 0ms}, {Errc::bad_input, "no such table"}, {});

    CHECK(tighter.message == servers.message);
    CHECK(ours.message == "the statement was ended: it took longer than the limit of 0 s");
    CHECK(other.message == "no such table");
    stop.request_stop();
    CHECK_THROWS_AS(in_words_of_limit({.limit = 1h}, servers, stop.get_token()), Stopped);
}
