#include "libagent/base/stop.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace askdb;
using namespace std::chrono_literals;

TEST_CASE("stop: a sleep ends by itself", "[base]") {
    const auto begin = std::chrono::steady_clock::now();

    sleep_or_stop(2ms, {});
    sleep_or_stop(-5ms, {});

    CHECK(std::chrono::steady_clock::now() - begin >= 2ms);
}

TEST_CASE("stop: a stop ends the longest sleep at once", "[base]") {
    std::stop_source source;
    std::atomic<bool> stopped = false;
    std::thread sleeper([&] {
        try {
            sleep_or_stop(std::chrono::milliseconds::max(), source.get_token());
        } catch (const Stopped&) {
            stopped = true;
        }
    });

    source.request_stop();
    sleeper.join();

    CHECK(stopped);
}

TEST_CASE("stop: a stop before the sleep counts too", "[base]") {
    std::stop_source source;
    CHECK_NOTHROW(throw_if_stopped(source.get_token()));

    source.request_stop();

    CHECK_THROWS_AS(throw_if_stopped(source.get_token()), Stopped);
    CHECK_THROWS_AS(sleep_or_stop(1h, source.get_token()), Stopped);
}
