#include "cli/repl/kept_words.h"

#include "sessions/memory_store.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

namespace askdb::cli::repl {
namespace {

void ask(session::SessionArchive& archive, const session::SessionKey& key, const char* question) {
    const int number = archive.begin_turn(key, {.question = question});
    session::Turn turn;
    turn.question = question;
    turn.answer = {.session_id = key.id, .response = "x"};
    archive.commit_turn(key, number, turn);
}

/// Once there are so many turns; a test that waits longer has failed.
std::vector<CompletedWord> wait_for_turns(const KeptWords& words, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (words.turns().size() != count && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    return words.turns();
}

}

TEST_CASE("repl kept words: conversations and turns are read behind", "[repl]") {
    const auto archive = sessions::make_memory_store();
    ask(*archive, {"", "other"}, "How many\nsites?");
    ask(*archive, {"", "mine"}, "one?");
    ask(*archive, {"", "mine"}, "two?");
    KeptWords words(*archive);

    words.refresh({"", "mine"});

    CHECK(wait_for_turns(words, 2) == std::vector<CompletedWord>{{"2", "two?"}, {"1", "one?"}});
    REQUIRE(words.sessions().size() == 1);
    CHECK(words.sessions().front().word == "other");
    CHECK(words.sessions().front().title == "How many sites?");
    REQUIRE_FALSE(archive->rewind({"", "mine"}, 1));
    words.refresh({"", "mine"});
    CHECK(wait_for_turns(words, 1) == std::vector<CompletedWord>{{"1", "one?"}});
}

}
