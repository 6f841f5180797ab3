#include "cli/side_by_side.h"

#include "libagent/base/stop.h"
#include "tests/support/sanitized.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <pthread.h>
#include <stdexcept>
#include <sys/resource.h>
#include <system_error>

using namespace askdb;
using namespace askdb::cli;
using namespace std::chrono_literals;

namespace {

/// Leaves room for one more thread, and none for a second.
class RoomForOneThread {
  public:
    RoomForOneThread() {
        constexpr std::size_t stack_bytes = 512u << 20, page_bytes = 4096;
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        ::pthread_attr_init(&attributes_);
        ::pthread_getattr_default_np(&attributes_);
        pthread_attr_t big = attributes_;
        ::pthread_attr_setstacksize(&big, stack_bytes);
        ::pthread_setattr_default_np(&big);
        ::getrlimit(RLIMIT_AS, &limit_);
        const rlimit tight{pages * page_bytes + stack_bytes + stack_bytes / 2, limit_.rlim_max};
        ::setrlimit(RLIMIT_AS, &tight);
    }
    ~RoomForOneThread() {
        ::setrlimit(RLIMIT_AS, &limit_);
        ::pthread_setattr_default_np(&attributes_);
    }
    RoomForOneThread(const RoomForOneThread&) = delete;
    RoomForOneThread& operator=(const RoomForOneThread&) = delete;

  private:
    pthread_attr_t attributes_ = {};
    rlimit limit_ = {};
};

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

TEST_CASE("side by side: where there is no thread for one, the others are stopped", "[cli]") {
    if (test::is_sanitized) return;  // A sanitizer needs address space of its own.
    const std::vector<BoundedJob> jobs(2, wait_for_stop);
    const auto begin = std::chrono::steady_clock::now();
    {
        const RoomForOneThread room;
        CHECK_THROWS_AS(run_side_by_side(jobs, 60s, {}), std::system_error);
    }
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("side by side: what a job throws comes out", "[cli]") {
    const std::vector<BoundedJob> jobs = {
        [](const std::stop_token&) { throw std::runtime_error("no memory"); }};

    CHECK_THROWS_WITH(run_side_by_side(jobs, 10s, {}), "no memory");
}
