#include "sessions/memory_store.h"

#include "tests/support/archive_cases.h"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

namespace askdb::sessions {

TEST_CASE("memory store: it does all that an archive must", "[sessions]") {
    test::check_archive(*make_memory_store());
}

TEST_CASE("memory store: a turn whose conversation is removed while it runs is refused",
          "[sessions]") {
    const auto store = make_memory_store();
    const int number = store->begin_turn({"", "a"}, {.question = "one"});
    CHECK(store->remove({"", "a"}));

    CHECK_THROWS_AS(
        store->commit_turn({"", "a"}, number, {.question = "one", .messages = {}, .answer = {}}),
        Failure);
}

TEST_CASE("memory store: many threads at once lose nothing", "[sessions]") {
    const auto store = make_memory_store();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&store, i] {
            for (int turn = 0; turn < 100; ++turn)
                test::keep_turn(*store, {"", "s" + std::to_string(i % 2)}, "question", "answer");
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(store->check().turns == 400);
}

TEST_CASE("memory store: a place in the list that is none is refused", "[sessions]") {
    CHECK_THROWS_AS(make_memory_store()->list({.after = "x"}), Failure);
}

}
