#include "libagent/database/cache/behind_thread.h"

#include "libagent/base/stop.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace askdb::database {

TEST_CASE("behind thread: work is done in its order, one piece at a time", "[catalog]") {
    BehindThread behind;
    std::vector<int> done;

    for (int i = 0; i < 100; ++i)
        behind.add([&done, i](const std::stop_token&) { done.push_back(i); });
    behind.finish();

    REQUIRE(done.size() == 100);
    for (int i = 0; i < 100; ++i) CHECK(done[i] == i);
}

TEST_CASE("behind thread: what one piece throws, the next one does not notice", "[catalog]") {
    BehindThread behind;
    bool is_done = false;

    behind.add([](const std::stop_token&) { throw std::runtime_error("x"); });
    behind.add([](const std::stop_token&) { throw Failure({Errc::unavailable, "gone"}); });
    behind.add([](const std::stop_token&) { throw Stopped(); });
    behind.add([&](const std::stop_token&) { is_done = true; });
    behind.finish();

    CHECK(is_done);
}

TEST_CASE("behind thread: its end stops what runs and forgets the rest", "[catalog]") {
    std::atomic<bool> has_begun = false;
    std::atomic<bool> was_stopped = false;
    std::atomic<bool> ran_another = false;
    {
        BehindThread behind;
        behind.add([&](const std::stop_token& stop) {
            has_begun = true;
            has_begun.notify_all();
            while (!stop.stop_requested()) std::this_thread::yield();
            was_stopped = true;
        });
        behind.add([&](const std::stop_token&) { ran_another = true; });
        has_begun.wait(false);
    }

    CHECK(was_stopped);
    CHECK_FALSE(ran_another);
}

TEST_CASE("behind thread: without work there is nothing to wait for", "[catalog]") {
    BehindThread behind;
    behind.finish();
    SUCCEED();
}

}
