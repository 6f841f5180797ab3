#include "sessions/memory_store.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("memory store: turns come back in order, by session", "[sessions]") {
    const auto store = make_memory_store();
    store->commit_turn({"", "a"}, 1, {.question = "one", .messages = {}, .answer = {}});
    store->commit_turn({"", "b"}, 1, {.question = "other", .messages = {}, .answer = {}});
    store->commit_turn({"", "a"}, 1, {.question = "two", .messages = {}, .answer = {}});

    const std::vector<session::Turn> turns = store->load({"", "a"});

    REQUIRE(turns.size() == 2);
    CHECK(turns[0].question == "one");
    CHECK(turns[1].question == "two");
    CHECK(store->load({"", "c"}).empty());
}

}
