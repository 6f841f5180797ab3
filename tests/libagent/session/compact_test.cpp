#include "libagent/session/compact.h"

#include "sessions/memory_store.h"

#include <catch2/catch.hpp>

namespace askdb::session {
namespace {

const SessionKey some_key{"ana", "monday"};

void keep_long_turn(SessionArchive& archive, const std::string& question) {
    const int number = archive.begin_turn(some_key, {.question = question});
    Turn turn;
    turn.question = question;
    turn.messages = {
        {.role = chat::Role::user, .text = question},
        {.role = chat::Role::assistant, .tool_calls = {{"c1", "query", "{}"}}},
        {.role = chat::Role::tool, .text = std::string(5'000, 'r'), .tool_call_id = "c1"},
        {.role = chat::Role::assistant, .text = "An answer."}};
    turn.answer.response = "An answer.";
    archive.commit_turn(some_key, number, turn);
}

}

TEST_CASE("compact: turns so far are question and answer, later ones are whole", "[session]") {
    const auto archive = sessions::make_memory_store();
    keep_long_turn(*archive, "First?");
    keep_long_turn(*archive, "Second?");

    const Compaction done = compact(*archive, some_key);
    keep_long_turn(*archive, "Third?");

    CHECK(done.turns == 2);
    CHECK(done.bytes_before > 10'000);
    CHECK(done.bytes_after < 100);
    const std::vector<Turn> turns = archive->load(some_key);
    REQUIRE(turns.size() == 3);
    CHECK(turns[1].messages.size() == 2);
    CHECK(turns[1].messages[0].text == "Second?");
    CHECK(turns[2].messages.size() == 4);
}

TEST_CASE("compact: again takes in what came since, and a transcript shows all", "[session]") {
    const auto archive = sessions::make_memory_store();
    keep_long_turn(*archive, "First?");
    compact(*archive, some_key);
    keep_long_turn(*archive, "Second?");

    CHECK(compact(*archive, some_key).turns == 2);

    for (const Turn& turn : archive->load(some_key)) CHECK(turn.messages.size() == 2);
    for (const KeptTurn& kept : archive->transcript(some_key).value_or_throw().turns)
        CHECK(kept.turn.messages.size() == 4);
}

TEST_CASE("compact: a conversation without turns has nothing to shorten", "[session]") {
    const auto archive = sessions::make_memory_store();

    CHECK(compact(*archive, some_key).turns == 0);
    archive->begin_turn(some_key, {.question = "Never answered?"});
    CHECK(compact(*archive, some_key).turns == 0);
}

}
