#include "sessions/memory_search.h"

#include <catch2/catch.hpp>

#include <vector>

namespace askdb::sessions {

TEST_CASE("memory search: the newest turn is first, what was taken back is not found",
          "[sessions]") {
    const auto at = [](int second) { return session::Moment(std::chrono::seconds(second)); };
    MemorySession kept({"", "a"});
    session::Turn turn{.question = "How many?", .messages = {}, .answer = {.response = "2 orders"}};
    kept.commit(kept.begin({.question = "How many?"}, at(1)), turn, at(2));
    kept.commit(kept.begin({.question = "Again"}, at(3)), turn, at(4));
    const std::vector<const MemorySession*> sessions = {&kept};

    const session::SearchResult both = search_sessions(sessions, {.words = "orders"});
    REQUIRE(both.hits.size() == 2);
    CHECK(both.hits[0].turn == 2);
    CHECK(both.hits[0].type == session::EventType::agent_response);
    CHECK_FALSE(both.was_scanned);

    kept.rewind(1, at(5));
    CHECK(search_sessions(sessions, {.words = "orders"}).hits.size() == 1);
}

}
