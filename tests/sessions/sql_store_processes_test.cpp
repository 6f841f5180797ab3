// Several processes on one store: nothing is lost, doubled or torn, and nobody hears of locks.
#include "tests/support/archive_cases.h"
#include "tests/support/children.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <set>

namespace askdb::test {
namespace {

constexpr int store_processes = 8;
const session::SessionKey shared_key{"all", "shared"};

session::SessionKey own_key(int process) {
    return {"user", fmt::format("process-{}", process)};
}

std::string question_of(int process, int turn) {
    return fmt::format("question {} of process {}", turn, process);
}

/// Every third turn goes into the conversation that all share.
void run_turns(const StorePlace& place, int process, int turns) {
    const auto archive = place.open();
    for (int turn = 0; turn < turns; ++turn) {
        const session::SessionKey key = turn % 3 == 0 ? shared_key : own_key(process);
        keep_turn(*archive, key, question_of(process, turn), "The answer.");
    }
}

/// The questions of all turns that are kept, and how many those are.
std::multiset<std::string> kept_questions(session::SessionArchive& archive) {
    std::multiset<std::string> questions;
    for (const session::SessionSummary& summary : archive.list({}).sessions) {
        const session::Transcript transcript = archive.transcript(summary.key).value_or_throw();
        int number = 0;
        for (const session::KeptTurn& turn : transcript.turns) {
            CHECK(turn.number == ++number);
            CHECK(turn.state == session::TurnState::finished);
            questions.insert(turn.turn.question);
        }
    }
    return questions;
}

void check_processes(const std::string& database) {
    const StorePlace place(database);
    const int turns = number_from_environment("ASKDB_TEST_STORE_TURNS", 60);
    std::vector<pid_t> children;
    for (int process = 0; process < store_processes; ++process)
        children.push_back(start_child([&] { run_turns(place, process, turns); }));
    for (const pid_t child : children) CHECK(wait_for_child(child) == 0);

    std::multiset<std::string> expected;
    for (int process = 0; process < store_processes; ++process) {
        for (int turn = 0; turn < turns; ++turn) expected.insert(question_of(process, turn));
    }
    const auto archive = place.open();
    CHECK((kept_questions(*archive) == expected));
    const session::IntegrityReport report = archive->check();
    CHECK(report.problems == std::vector<std::string>());
    CHECK(report.turns == expected.size());
    CHECK(report.interrupted == 0);
}

}

TEST_CASE("sql store: eight processes start on an empty SQLite store and lose nothing",
          "[sessions][store]") {
    if (!may_start_children()) return;
    check_processes("SQLite");
}

TEST_CASE("sql store: eight processes start on an empty PostgreSQL store and lose nothing",
          "[sessions][store]") {
    if (!may_start_children()) return;
    if (store_databases().size() > 1) check_processes("PostgreSQL");
}

}
