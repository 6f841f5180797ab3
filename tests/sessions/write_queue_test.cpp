#include "sessions/write_queue.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <semaphore>
#include <thread>

namespace askdb::sessions {
namespace {

using Groups = std::vector<std::vector<std::string>>;

/// How four changes were made, of which three were asked for while the first one was.
Groups groups_of_four() {
    Groups groups;
    std::latch first_is_in(1), others_wait(1);
    WriteQueue queue([&](std::span<const StoreWrite* const> writes) {
        if (groups.empty()) {
            first_is_in.count_down();
            others_wait.wait();
        }
        groups.emplace_back();
        for (const StoreWrite* write : writes) groups.back().push_back(write->order);
        return std::vector<std::exception_ptr>(writes.size());
    });

    std::jthread first([&] { queue.make({.work = {}, .order = "z"}); });
    first_is_in.wait();
    std::vector<std::jthread> others;
    std::atomic<int> asked = 0;
    for (const char* order : {"c", "a", "b"}) {
        others.emplace_back([&queue, &asked, order] {
            ++asked;
            queue.make({.work = {}, .order = order});
        });
    }
    while (asked < 3) std::this_thread::yield();
    std::this_thread::yield();
    others_wait.count_down();
    first.join();
    others.clear();
    return groups;
}

}

TEST_CASE("write queue: what is wanted meanwhile is made together, in order", "[sessions]") {
    // Nobody can see from outside that a change waits: once in so many tries all three do.
    constexpr int most_tries = 10'000;
    bool were_together = false;
    for (int i = 0; i < most_tries && !were_together; ++i) {
        const Groups groups = groups_of_four();

        CHECK(groups.at(0) == std::vector<std::string>{"z"});
        std::size_t made = 0;
        for (const auto& group : groups) {
            made += group.size();
            CHECK(std::is_sorted(group.begin(), group.end()));
        }
        CHECK(made == 4);
        were_together = groups.at(1) == std::vector<std::string>{"a", "b", "c"};
    }
    CHECK(were_together);
}

TEST_CASE("write queue: several groups may be made at once, none too large", "[sessions]") {
    std::atomic<int> inside = 0, most_inside = 0, made = 0, entered = 0;
    std::atomic<bool> is_too_large = false;
    std::counting_semaphore<1> met[] = {std::counting_semaphore<1>(0),
                                        std::counting_semaphore<1>(0)};
    const auto make_all = [&](std::span<const StoreWrite* const> writes) {
        const int now = ++inside;
        int most = most_inside;
        while (now > most && !most_inside.compare_exchange_weak(most, now)) {
        }
        // The first two wait for each other.
        if (const int number = entered++; number < 2) {
            met[number].release();
            CHECK(met[1 - number].try_acquire_for(std::chrono::seconds(20)));
        }
        if (writes.size() > 3) is_too_large = true;
        made += static_cast<int>(writes.size());
        --inside;
        return std::vector<std::exception_ptr>(writes.size());
    };
    WriteQueue queue(make_all, {.groups = 2, .together = 3});

    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 16; ++thread) {
            threads.emplace_back([&queue] {
                for (int i = 0; i < 50; ++i) queue.make({.work = {}, .order = "x"});
            });
        }
    }

    CHECK(made == 800);
    CHECK(most_inside == 2);
    CHECK_FALSE(is_too_large);
}

TEST_CASE("write queue: who asks for a change gets what it threw", "[sessions]") {
    WriteQueue queue([&](std::span<const StoreWrite* const> writes) {
        std::vector<std::exception_ptr> thrown;
        for (const StoreWrite* write : writes) {
            const bool fails = write->order == "bad";
            thrown.push_back(fails ? std::make_exception_ptr(Failure({Errc::usage, "no"}))
                                   : nullptr);
        }
        return thrown;
    });

    queue.make({.work = {}, .order = "good"});

    CHECK_THROWS_AS(queue.make({.work = {}, .order = "bad"}), Failure);
    queue.make({.work = {}, .order = "good"});
}

TEST_CASE("write queue: a maker that throws fails all that it was to make", "[sessions]") {
    WriteQueue queue([](std::span<const StoreWrite* const>) -> std::vector<std::exception_ptr> {
        throw Failure({Errc::unavailable, "gone"});
    });

    CHECK_THROWS_AS(queue.make({.work = {}, .order = {}}), Failure);
    CHECK_THROWS_AS(queue.make({.work = {}, .order = {}}), Failure);
}

}
