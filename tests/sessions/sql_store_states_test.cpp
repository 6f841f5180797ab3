// What the store tells of turns that run, failed or were interrupted, and of damage.
#include "libagent/base/error.h"
#include "libagent/session/compaction_json.h"
#include "tests/support/archive_cases.h"
#include "tests/support/children.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

namespace askdb::test {
namespace {

const session::SessionKey state_key{"ann", "one"};

session::TurnState newest_state(session::SessionArchive& archive) {
    return archive.find("ann", "one").value_or_throw().last;
}

bool any_says(const session::IntegrityReport& report, std::string_view words) {
    for (const std::string& problem : report.problems) {
        if (problem.find(words) != std::string::npos) return true;
    }
    return false;
}

}

TEST_CASE("sql store: a turn runs as long as its process does", "[sessions][store]") {
    if (!may_start_children()) return;
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        const pid_t child =
            start_child([&] { (void)place.open()->begin_turn(state_key, {.question = "one"}); });
        REQUIRE(wait_for_child(child) == 0);
        const auto archive = place.open();

        CHECK(newest_state(*archive) == session::TurnState::interrupted);
        (void)archive->begin_turn(state_key, {.question = "two"});
        CHECK(newest_state(*place.open()) == session::TurnState::running);
        const session::IntegrityReport report = archive->check();
        CHECK(report.problems.empty());
        CHECK(report.interrupted == 1);
        CHECK(archive->load(state_key).empty());
    }
}

TEST_CASE("sql store: a turn of another process that lives keeps others from beginning",
          "[sessions][store]") {
    if (!may_start_children()) return;
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        std::array<int, 2> begun{}, may_end{};
        REQUIRE(::pipe(begun.data()) == 0);
        REQUIRE(::pipe(may_end.data()) == 0);
        const pid_t child = start_child([&] {
            const auto archive = place.open();
            const int number = archive->begin_turn(state_key, {.question = "one"});
            char byte = 'b';
            (void)!::write(begun[1], &byte, 1);
            (void)!::read(may_end[0], &byte, 1);
            archive->commit_turn(state_key, number,
                                 {.question = "one", .messages = {}, .answer = {}});
        });
        ::close(begun[1]);  // So that a child that failed is noticed.
        char byte = 0;
        REQUIRE(::read(begun[0], &byte, 1) == 1);
        const auto archive = place.open();

        CHECK(archive->begin_turn(state_key, {.question = "two"}) == 0);
        CHECK(newest_state(*archive) == session::TurnState::running);
        CHECK(archive->check().interrupted == 0);

        REQUIRE(::write(may_end[1], &byte, 1) == 1);
        CHECK(wait_for_child(child) == 0);
        CHECK(archive->begin_turn(state_key, {.question = "two"}) == 2);
        for (const int end : {begun[0], may_end[0], may_end[1]}) ::close(end);
    }
}

TEST_CASE("sql store: a turn of this process that could not be ended is over all the same",
          "[sessions][store]") {
    const StorePlace place("SQLite");
    const auto archive = place.open();
    const int turn = archive->begin_turn(state_key, {.question = "one"});
    const auto beside = place.connect();
    const auto change = [&](std::string_view sql) {
        beside->begin(database::OwnTransaction::writing);
        beside->run(sql, {});
        beside->commit();
    };
    change("ALTER TABLE askdb_turns RENAME TO askdb_turns_away");
    archive->fail_turn(state_key, turn, {Errc::model, "never told"});
    change("ALTER TABLE askdb_turns_away RENAME TO askdb_turns");

    CHECK(archive->begin_turn(state_key, {.question = "two"}) == turn + 1);
    CHECK(archive->transcript(state_key).value_or_throw().turns.at(0).state ==
          session::TurnState::interrupted);
}

TEST_CASE("sql store: a turn ends once", "[sessions][store]") {
    const StorePlace place("SQLite");
    const auto archive = place.open();
    const int turn = keep_turn(*archive, state_key, "one", "1");
    session::Turn again;
    again.question = "one";

    CHECK_THROWS_AS(archive->commit_turn(state_key, turn, again), Failure);
    CHECK_THROWS_AS(archive->commit_turn(state_key, 7, again), Failure);
    archive->fail_turn(state_key, turn, {Errc::model, "late"});

    CHECK(newest_state(*archive) == session::TurnState::finished);
    CHECK(archive->load(state_key).size() == 1);
}

TEST_CASE("sql store: a turn whose conversation is removed meanwhile leaves nothing",
          "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        const auto archive = place.open();
        const int turn = archive->begin_turn(state_key, {.question = "one"});
        CHECK(place.open()->remove(state_key));
        session::Turn result;
        result.artifacts = {{"data", "r1.csv", "1"}};

        CHECK_THROWS_AS(archive->commit_turn(state_key, turn, result), Failure);

        CHECK(archive->list({}).sessions.empty());
        CHECK(archive->check().problems.empty());
        CHECK_FALSE(std::filesystem::exists(place.artifact_folder() + "/one@ann/r1.csv"));
    }
}

TEST_CASE("sql store: threads that commit together do not take each other down",
          "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        const auto archive = place.open();
        keep_turn(*archive, state_key, "one", "1");
        std::atomic<int> refused = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 8; ++thread) {
                threads.emplace_back([&, thread] {
                    const session::SessionKey key{"", "t" + std::to_string(thread)};
                    for (int turn = 0; turn < 20; ++turn) {
                        keep_turn(*archive, key, "question", "answer");
                        if (thread > 1) continue;
                        try {
                            archive->commit_turn(state_key, 1, {});
                        } catch (const Failure&) {
                            ++refused;
                        }
                    }
                });
            }
        }

        CHECK(refused == 40);
        CHECK(archive->check().problems.empty());
        CHECK(archive->check().turns == 161);
    }
}

TEST_CASE("sql store: a server that ends its connections is not noticed", "[sessions][store]") {
    if (store_databases().size() < 2) return;
    const StorePlace place("PostgreSQL");
    const auto archive = place.open();
    const auto beside = place.connect();
    const auto end_all = [&] {
        beside->run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user "
            "AND pid <> pg_backend_pid()");  // Not the server's own autovacuum.
    };
    keep_turn(*archive, state_key, "one", "1");

    end_all();
    CHECK(archive->load(state_key).size() == 1);
    end_all();
    CHECK(keep_turn(*archive, state_key, "two", "2") == 2);

    CHECK(archive->check().problems.empty());
}

TEST_CASE("sql store: what is pruned gives its room back to the disk", "[sessions][store]") {
    const StorePlace place("SQLite");
    {
        const auto archive = place.open();
        for (int i = 0; i < 20; ++i)
            keep_turn(*archive, {"", std::to_string(i)}, "q", std::string(100'000, 'x'));
    }
    const auto before = std::filesystem::file_size(place.file());

    const session::PruneReport report =
        place.open()->prune({.most_bytes = 300'000}, session::Moment::max(), nullptr);

    CHECK(report.sessions == 18);
    CHECK(std::filesystem::file_size(place.file()) < before / 2);
}

TEST_CASE("sql store: difficult texts come back", "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        for (const std::string& key : {std::string(), test_key()}) {
            const StorePlace place(database, key);
            const auto archive = place.open();
            const session::SessionKey odd{"O'Brien; \"DROP\" \\ %_?\n\xF0\x9F\x98\x80", "a.b-c_1"};
            const std::string text =
                "'; DROP TABLE askdb_events; --\n\\x00 ? ?? $1 \xF0\x9F\x98\x80";

            keep_turn(*archive, odd, text, text, {{"data", "r 1'.csv", text, R"({"a":"'"})"}});
            archive->note(odd, text, R"({"b":"\\"})");

            CHECK(archive->load(odd).at(0).question == text);
            CHECK(archive->load(odd).at(0).answer.response == text);
            CHECK(archive->list({.user = odd.user}).sessions.at(0).key == odd);
            CHECK(archive->artifact(odd, "r 1'.csv").value_or_throw().bytes == text);
            CHECK(archive->search({.user = odd.user, .words = "drop table"}).hits.size() == 2);
            CHECK(archive->transcript(odd).value_or_throw().notes.at(0).text == text);
            keep_turn(*archive, odd, std::string("a\0b\xff", 4), "");
            CHECK(archive->load(odd).at(1).question ==
                  "a\xEF\xBF\xBD"
                  "b\xEF\xBF\xBD");
        }
    }
}

TEST_CASE("sql store: a conversation that a person shortened is loaded so", "[sessions][store]") {
    const StorePlace place("SQLite");
    const auto archive = place.open();
    keep_turn(*archive, state_key, "one", "1");
    session::Turn second;
    second.question = "two";
    second.messages = {{.role = chat::Role::user, .text = "two"},
                       {.role = chat::Role::assistant, .tool_calls = {{"c", "query", "{}"}}},
                       {.role = chat::Role::tool, .text = "rows", .tool_call_id = "c"},
                       {.role = chat::Role::assistant, .text = "2"}};
    second.answer.response = "2";
    archive->commit_turn(state_key, archive->begin_turn(state_key, {.question = "two"}), second);
    CHECK(archive->load(state_key).at(1).messages.size() == 4);

    archive->note(state_key, session::compacted_note, session::compacted_metadata(2));

    CHECK(archive->load(state_key).at(1).messages.size() == 2);
    CHECK(archive->transcript(state_key).value_or_throw().turns.at(1).turn.messages.size() == 4);
}

TEST_CASE("sql store: damage is found and named", "[sessions][store]") {
    const StorePlace place("SQLite");
    const auto archive = place.open();
    keep_turn(*archive, state_key, "one", "1", {{"data", "r1.csv", "12345"}});
    keep_turn(*archive, state_key, "two", "2");
    const auto beside = place.connect();

    SECTION("an event is missing") {
        beside->run("DELETE FROM askdb_events WHERE turn = 1 AND position = 1");
        CHECK(any_says(archive->check(), "conversation 'one', turn 1: "));
        CHECK_THROWS_AS(archive->load(state_key), Failure);
        const session::Transcript shown = archive->transcript(state_key).value_or_throw();
        CHECK(shown.turns.at(0).state == session::TurnState::failed);
        CHECK(shown.turns.at(0).turn.question == "one");
        CHECK(shown.turns.at(1).state == session::TurnState::finished);
    }
    SECTION("rows belong to nothing") {
        beside->run("UPDATE askdb_events SET session_pk = 99 WHERE turn = 2");
        beside->run("UPDATE askdb_artifacts SET turn = 9");
        const session::IntegrityReport report = archive->check();
        CHECK(any_says(report, "2 events without their conversation"));
        CHECK(any_says(report, "1 files without their turn"));
    }
    SECTION("a file is damaged, or missing, or one too many") {
        const std::string folder = archive->artifact_folder(state_key);
        CHECK(archive->artifact_path(state_key, "r1.csv") == folder + "/r1.csv");
        std::ofstream(folder + "/r1.csv") << "12346";
        CHECK_FALSE(archive->artifact(state_key, "r1.csv"));
        CHECK(archive->check().problems.size() == 1);
        std::filesystem::remove(folder + "/r1.csv");
        CHECK_FALSE(archive->artifact(state_key, "r1.csv"));
        std::ofstream(folder + "/other.csv") << "1";
        std::filesystem::create_directory(place.artifact_folder() + "/two");
        const session::IntegrityReport report = archive->check();
        CHECK(report.problems.size() == 3);
        CHECK(any_says(report, "the file 'other.csv' belongs to no turn"));
        CHECK(any_says(report, "the folder of files 'two' belongs to no conversation"));
    }
    SECTION("a count is wrong, or the index") {
        beside->run("UPDATE askdb_sessions SET turns = 7");
        beside->run("INSERT INTO askdb_texts (rowid, text, who) VALUES (999, 'stray', 'u')");
        const session::IntegrityReport report = archive->check();
        CHECK(any_says(report, "1 conversations that count their turns wrong"));
        CHECK(any_says(report, "the index of words: "));
    }
}

}
