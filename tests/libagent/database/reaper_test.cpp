#include "libagent/database/reaper.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <future>
#include <mutex>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// A door that a call stands before until it is opened.
struct Door {
    std::promise<void> opener;
    std::shared_future<void> opened = opener.get_future().share();
    void open() { opener.set_value(); }
};

void wait_until_none_is_left(const Reaper& reaper) {
    const auto end = Clock::now() + 10s;
    while (reaper.abandoned() > 0 && Clock::now() < end) std::this_thread::yield();
}

}

TEST_CASE("reaper: a call that returns is simply done", "[odbc][reaper]") {
    Reaper reaper;
    auto value = std::make_shared<int>(0);

    const auto end = reaper.run({.work = [value] { *value = 7; }}, {});

    CHECK(end == Reaper::End::done);
    CHECK(*value == 7);
    CHECK(reaper.abandoned() == 0);
}

TEST_CASE("reaper: a call that nothing ends is left alone soon after its deadline",
          "[odbc][reaper]") {
    Reaper reaper;
    Door door;
    const auto began = Clock::now();

    const auto end = reaper.run(
        {.work = [opened = door.opened] { opened.wait(); }, .deadline = began + 20ms}, {});

    CHECK(end == Reaper::End::abandoned);
    CHECK(Clock::now() - began < 400ms);
    CHECK(reaper.abandoned() == 1);
    door.open();
    wait_until_none_is_left(reaper);
    CHECK(reaper.abandoned() == 0);
}

TEST_CASE("reaper: a stop asks the call to end, again and again, and waits for it",
          "[odbc][reaper]") {
    Reaper reaper;
    auto door = std::make_shared<Door>();
    auto asked = std::make_shared<std::atomic<int>>(0);
    std::stop_source source;
    source.request_stop();

    const auto end = reaper.run({.work = [door] { door->opened.wait(); },
                                 .interrupt =
                                     [door, asked] {
                                         if (++*asked == 2) door->open();
                                     }},
                                source.get_token());

    CHECK(end == Reaper::End::late);
    CHECK(*asked >= 2);
    CHECK(reaper.abandoned() == 0);
}

TEST_CASE("reaper: too much ends a call as well", "[odbc][reaper]") {
    Reaper reaper;
    auto door = std::make_shared<Door>();

    const auto end = reaper.run({.work = [door] { door->opened.wait(); },
                                 .interrupt = [door] { door->open(); },
                                 .is_too_much = [] { return true; }},
                                {});

    CHECK(end == Reaper::End::late);
}

TEST_CASE("reaper: when too many calls were left alone, it takes no more", "[odbc][reaper]") {
    Reaper reaper(2);
    Door door;
    const Reaper::Call endless{.work = [opened = door.opened] { opened.wait(); },
                               .deadline = Clock::now()};
    reaper.run(endless, {});
    reaper.run(endless, {});

    try {
        reaper.run(endless, {});
        FAIL("a third call was taken");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::unavailable);
        CHECK(failure.error().retryable);
    }

    door.open();
    wait_until_none_is_left(reaper);
    CHECK(reaper.run({.work = [] {}}, {}) == Reaper::End::done);
}

TEST_CASE("reaper: what blocks while it is destroyed is destroyed elsewhere", "[odbc][reaper]") {
    struct Stuck {
        std::shared_future<void> opened;
        ~Stuck() { opened.wait(); }
    };
    Door door;
    Reaper reaper;
    auto stuck = std::make_shared<Stuck>();
    stuck->opened = door.opened;
    const std::weak_ptr<Stuck> watched = stuck;

    reaper.dispose(std::move(stuck));

    CHECK(reaper.abandoned() == 1);
    door.open();
    wait_until_none_is_left(reaper);
    CHECK(reaper.abandoned() == 0);
    CHECK(watched.expired());
}

TEST_CASE("reaper: the caller can do something while the call is made", "[odbc][reaper]") {
    Reaper reaper;
    const auto door = std::make_shared<Door>();
    const auto work = [door] { door->opened.wait(); };

    const auto end = reaper.run({.work = work,
                                 .deadline = Clock::now(),  // Of no matter then.
                                 .meanwhile =
                                     [door] {
                                         door->open();
                                         return true;
                                     }},
                                {});

    CHECK(end == Reaper::End::done);
}

TEST_CASE("reaper: a call that the caller gives up is interrupted", "[odbc][reaper]") {
    Reaper reaper;
    const auto door = std::make_shared<Door>();
    const auto once = std::make_shared<std::once_flag>();

    const auto end =
        reaper.run({.work = [door] { door->opened.wait(); },
                    .interrupt = [door, once] { std::call_once(*once, [door] { door->open(); }); },
                    .meanwhile = [] { return false; }},
                   {});

    CHECK(end == Reaper::End::late);
    CHECK(reaper.abandoned() == 0);
}

TEST_CASE(
    "reaper: what blocks while it is destroyed never holds the caller up, also when it is "
    "full",
    "[odbc][reaper]") {
    struct Stuck {
        std::shared_future<void> opened;
        ~Stuck() { opened.wait_for(20s); }
    };
    Door door;
    Reaper reaper(1);
    reaper.run({.work = [opened = door.opened] { opened.wait(); }, .deadline = Clock::now()}, {});
    auto stuck = std::make_shared<Stuck>();
    stuck->opened = door.opened;
    const auto began = Clock::now();

    reaper.dispose(std::move(stuck));

    CHECK(Clock::now() - began < 10s);
    CHECK(reaper.abandoned() == 2);
    door.open();
    wait_until_none_is_left(reaper);
    CHECK(reaper.abandoned() == 0);
}
