#include "cli/side_by_side.h"

#include "libagent/base/stop.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

using namespace askdb;
using namespace askdb::cli;
using namespace std::chrono_literals;

namespace {

/// Ends only when it is told to.
void wait_for_stop(const std::stop_token& stop) {
    test::Gate never;
    never.wait(stop);
    throw_if_stopped(stop);
}

}

TEST_CASE("side by side: more jobs than threads are all done", "[cli]") {
    constexpr std::size_t many = 50;
    std::atomic<std::size_t> done = 0;
    const std::vector<BoundedJob> jobs(many, [&](const std::stop_token&) { ++done; });

    run_side_by_side(jobs, 10s, {});

    CHECK(done == many);
}

TEST_CASE("side by side: a job that does not end is stopped, the others keep what they did",
          "[cli]") {
    bool finished = false;
    const std::vector<BoundedJob> jobs = {wait_for_stop,
                                          [&](const std::stop_token&) { finished = true; }};

    run_side_by_side(jobs, 50ms, {});

    CHECK(finished);
}

TEST_CASE("side by side: a stop from outside ends all of it", "[cli]") {
    std::stop_source source;
    const std::vector<BoundedJob> jobs = {wait_for_stop,
                                          [&](const std::stop_token&) { source.request_stop(); }};

    CHECK_THROWS_AS(run_side_by_side(jobs, 60s, source.get_token()), Stopped);
}

TEST_CASE("side by side: what a job throws comes out", "[cli]") {
    const std::vector<BoundedJob> jobs = {
        [](const std::stop_token&) { throw std::runtime_error("no memory"); }};

    CHECK_THROWS_WITH(run_side_by_side(jobs, 10s, {}), "no memory");
}
