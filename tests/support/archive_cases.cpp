#include "tests/support/archive_cases.h"

#include "libagent/session/compaction_json.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

namespace askdb::test {
namespace {

using namespace session;

const SessionKey ann{"ann", "aa-1"};
const SessionKey ann_too{"ann", "ab-2"};
const SessionKey bob{"bob", "aa-1"};

std::vector<std::string> ids_of(const SessionPage& page) {
    std::vector<std::string> ids;
    for (const SessionSummary& summary : page.sessions)
        ids.push_back(summary.key.user + "/" + summary.key.id);
    return ids;
}

std::vector<std::string> questions_of(const std::vector<Turn>& turns) {
    std::vector<std::string> questions;
    for (const Turn& turn : turns) questions.push_back(turn.question);
    return questions;
}

void check_turns(SessionArchive& archive) {
    SECTION("finished turns come back in order, each user's for itself") {
        keep_turn(archive, ann, "one", "1");
        keep_turn(archive, bob, "other", "0");
        CHECK(keep_turn(archive, ann, "two", "2") == 2);
        CHECK(questions_of(archive.load(ann)) == std::vector<std::string>{"one", "two"});
        CHECK(archive.load({"ann", "nothing"}).empty());
        const std::vector<Turn> turns = archive.load(ann);
        REQUIRE(turns[1].messages.size() == 2);
        CHECK(turns[1].messages[1].text == "2");
        CHECK(turns[1].answer.response == "2");
    }
    SECTION("a turn that failed says why, and is not loaded") {
        keep_turn(archive, ann, "one", "1");
        const int number = archive.begin_turn(ann, {.question = "two"});
        archive.fail_turn(ann, number, {Errc::model, "it broke"});
        const Transcript transcript = archive.transcript(ann).value_or_throw();
        REQUIRE(transcript.turns.size() == 2);
        CHECK(transcript.turns[1].state == TurnState::failed);
        CHECK(transcript.turns[1].why == "it broke");
        CHECK(transcript.turns[1].turn.question == "two");
        CHECK(transcript.summary.last == TurnState::failed);
        CHECK(archive.load(ann).size() == 1);
    }
    SECTION("a turn that runs is seen as running") {
        archive.begin_turn(ann, {.question = "one"});
        CHECK(archive.transcript(ann).value_or_throw().turns.at(0).state == TurnState::running);
        CHECK(archive.list({}).sessions.at(0).last == TurnState::running);
    }
    SECTION("while a turn runs no other one of its conversation begins") {
        const int number = archive.begin_turn(ann, {.question = "one", .model = "m"});
        CHECK(archive.begin_turn(ann, {.question = "two"}) == 0);
        CHECK(archive.begin_turn(bob, {.question = "other"}) == 1);
        const Transcript meanwhile = archive.transcript(ann).value_or_throw();
        REQUIRE(meanwhile.turns.size() == 1);
        CHECK(meanwhile.turns[0].state == TurnState::running);
        CHECK(archive.check().interrupted == 0);
        archive.fail_turn(ann, number, {Errc::model, "it broke"});
        CHECK(archive.begin_turn(ann, {.question = "two"}) == number + 1);
        CHECK(archive.list({.user = "ann"}).sessions.at(0).model == "m");
    }
}

void check_lists(SessionArchive& archive) {
    SECTION("the list is newest first, by user or of all") {
        keep_turn(archive, ann, "one", "1");
        keep_turn(archive, ann_too, "two", "2");
        keep_turn(archive, bob, "three", "3");
        keep_turn(archive, ann, "four", "4");
        CHECK(ids_of(archive.list({})) ==
              std::vector<std::string>{"ann/aa-1", "bob/aa-1", "ann/ab-2"});
        CHECK(ids_of(archive.list({.user = "ann"})) ==
              std::vector<std::string>{"ann/aa-1", "ann/ab-2"});
        CHECK(archive.list({.user = "eve"}).sessions.empty());
    }
    SECTION("the list comes in pages") {
        keep_turn(archive, ann, "one", "1");
        keep_turn(archive, ann_too, "two", "2");
        keep_turn(archive, bob, "three", "3");
        const SessionPage first = archive.list({.limit = 2});
        CHECK(ids_of(first) == std::vector<std::string>{"bob/aa-1", "ann/ab-2"});
        REQUIRE_FALSE(first.next.empty());
        const SessionPage second = archive.list({.limit = 2, .after = first.next});
        CHECK(ids_of(second) == std::vector<std::string>{"ann/aa-1"});
        CHECK(second.next.empty());
    }
    SECTION("a summary tells what the conversation is about") {
        keep_turn(archive, ann, "How many\norders?", "1");
        keep_turn(archive, ann, "And now?", "2", {{"data", "r1.csv", "12345"}});
        const SessionSummary summary = archive.list({}).sessions.at(0);
        CHECK(summary.title == "How many orders?");
        CHECK(summary.turns == 2);
        CHECK(summary.model == "m");
        CHECK(summary.databases == std::vector<std::string>{"sales"});
        CHECK(summary.last == TurnState::finished);
        CHECK(summary.last_answer.find("\"response\":\"2\"") != std::string::npos);
        CHECK(summary.artifact_bytes >= 5);
        CHECK(summary.created_at < summary.updated_at);
    }
}

void check_finding(SessionArchive& archive) {
    SECTION("a conversation is found by its id, or by the beginning of it") {
        keep_turn(archive, ann, "one", "1");
        keep_turn(archive, ann_too, "two", "2");
        keep_turn(archive, {"ann", "aa-10"}, "three", "3");
        CHECK(archive.find("ann", "ab").value_or_throw().key == ann_too);
        CHECK(archive.find("ann", "aa-1").value_or_throw().key == ann);
        const auto many = archive.find("ann", "a");
        REQUIRE_FALSE(many);
        CHECK(many.error().code == Errc::bad_input);
        CHECK(many.error().message == "3 conversations begin with 'a'");
        const auto none = archive.find("ann", "ab-3");
        REQUIRE_FALSE(none);
        CHECK(none.error().message == "there is no conversation 'ab-3'");
        CHECK(none.error().hint == "did you mean 'ab-2'?");
        CHECK_FALSE(archive.find("bob", "ab"));
        CHECK_FALSE(archive.find("ann", ""));
        CHECK_FALSE(archive.find("ann", "a%"));
        CHECK_FALSE(archive.transcript({"ann", "zz"}));
    }
    SECTION("search finds all words, neither case nor accents count") {
        keep_turn(archive, ann, "How many cafés are there?", "There are 12 CAFÉS in the north.");
        keep_turn(archive, bob, "How many cafes are shut?", "None.");
        const SearchResult result = archive.search({.user = "ann", .words = "north cafe"});
        REQUIRE(result.hits.size() == 1);
        const SearchHit& hit = result.hits[0];
        CHECK(hit.key == ann);
        CHECK(hit.turn == 1);
        CHECK(hit.type == EventType::agent_response);
        CHECK(hit.title == "How many cafés are there?");
        CHECK(hit.excerpt == "There are 12 CAFÉS in the north.");
        REQUIRE(hit.marks.size() == 2);
        CHECK(hit.excerpt.substr(hit.marks[0].first, hit.marks[0].second - hit.marks[0].first) ==
              "CAFÉS");
        CHECK(archive.search({.words = "cafes"}).hits.size() == 3);
        CHECK(archive.search({.words = "cafes", .limit = 2}).hits.size() == 2);
        CHECK(archive.search({.words = "cafes south"}).hits.empty());
        CHECK(archive.search({.words = "\"?* -"}).hits.empty());
        CHECK(archive.search({.words = "no\"rth AND"}).hits.empty());
    }
}

/// Three turns of one conversation, two of them with a file.
void keep_three_turns(SessionArchive& archive) {
    keep_turn(archive, ann, "one", "1", {{"data", "r1.csv", "1"}});
    keep_turn(archive, ann, "two", "2", {{"data", "r2.csv", "2"}});
    keep_turn(archive, ann, "three", "3");
}

void check_changes(SessionArchive& archive) {
    keep_three_turns(archive);
    SECTION("what is taken back is kept, and no longer loaded") {
        CHECK_FALSE(archive.rewind(ann, 1));
        CHECK(questions_of(archive.load(ann)) == std::vector<std::string>{"one"});
        const Transcript transcript = archive.transcript(ann).value_or_throw();
        REQUIRE(transcript.turns.size() == 3);
        CHECK_FALSE(transcript.turns[0].is_taken_back);
        CHECK(transcript.turns[2].is_taken_back);
        CHECK(transcript.summary.turns == 1);
        CHECK(keep_turn(archive, ann, "other", "4") == 4);
        CHECK(questions_of(archive.load(ann)) == std::vector<std::string>{"one", "other"});
        CHECK_FALSE(archive.rewind(ann, 0));
        CHECK(archive.load(ann).empty());
        CHECK(archive.rewind(ann, 99));
        CHECK(archive.rewind({"ann", "zz"}, 0));
    }
    SECTION("a fork has the turns up to there, and lives for itself") {
        const std::string id = archive.fork(ann, 2).value_or_throw();
        const SessionKey copy{"ann", id};
        CHECK(questions_of(archive.load(copy)) == std::vector<std::string>{"one", "two"});
        CHECK(archive.artifact(copy, "r2.csv").value_or_throw().bytes == "2");
        keep_turn(archive, copy, "other", "4");
        CHECK(archive.load(ann).size() == 3);
        CHECK(archive.load(copy).size() == 3);
        CHECK(archive.remove(ann));
        CHECK(archive.artifact(copy, "r1.csv").value_or_throw().bytes == "1");
        CHECK_FALSE(archive.fork(ann, 1));
    }
    SECTION("a fork of what was shortened is as short, by its own numbers") {
        CHECK_FALSE(archive.rewind(ann, 1));
        keep_turn(archive, ann, "four", "4");
        archive.note(ann, compacted_note, compacted_metadata(3));
        const SessionKey copy{"ann", archive.fork(ann, 4).value_or_throw()};
        const Transcript transcript = archive.transcript(copy).value_or_throw();
        REQUIRE(transcript.turns.size() == 2);
        CHECK(compacted_up_to(transcript.notes) == 1);
        CHECK(archive.load(copy).at(0).messages.size() == 2);
    }
    SECTION("a turn whose conversation was removed cannot be kept") {
        const int number = archive.begin_turn(ann, {.question = "late"});
        CHECK(archive.remove(ann));
        CHECK_THROWS_AS(archive.commit_turn(ann, number, Turn{"late", {}, {}}), Failure);
        CHECK(archive.load(ann).empty());
        archive.fail_turn(ann, number, {Errc::model, "why"});
        CHECK(archive.list({}).sessions.empty());
    }
}

void check_remarks_and_files(SessionArchive& archive) {
    keep_three_turns(archive);
    SECTION("titles and notes") {
        CHECK_FALSE(archive.rename(ann, "My orders"));
        CHECK(archive.find("ann", "aa").value_or_throw().title == "My orders");
        CHECK(archive.rename({"ann", "zz"}, "No"));
        archive.note(ann, "rated", R"({"good":true})");
        const Transcript transcript = archive.transcript(ann).value_or_throw();
        REQUIRE(transcript.notes.size() == 1);
        CHECK(transcript.notes[0].text == "rated");
        CHECK(transcript.notes[0].metadata.find("good") != std::string::npos);
        CHECK(transcript.notes[0].type == EventType::system_event);
    }
    SECTION("what a person shortened is question and answer alone") {
        archive.note(ann, compacted_note, compacted_metadata(2));
        const std::vector<Turn> turns = archive.load(ann);
        REQUIRE(turns.size() == 3);
        REQUIRE(turns[0].messages.size() == 2);
        CHECK(turns[0].messages[1].text == "1");
        CHECK(archive.transcript(ann).value_or_throw().turns.at(0).turn.answer.response == "1");
    }
    SECTION("artifacts are listed without their bytes, and read one by one") {
        const std::vector<Artifact> list = archive.artifacts(ann);
        REQUIRE(list.size() == 2);
        CHECK(list[0].name == "r1.csv");
        CHECK(list[0].bytes.empty());
        CHECK(archive.artifact(ann, "r1.csv").value_or_throw().bytes == "1");
        CHECK_FALSE(archive.artifact(ann, "r9.csv"));
        CHECK_FALSE(archive.artifact(ann, "../r1.csv"));
        CHECK(archive.artifacts({"ann", "zz"}).empty());
    }
    SECTION("names of files are known, also of those that were taken back") {
        CHECK_FALSE(archive.rewind(ann, 0));
        CHECK(archive.artifacts(ann).empty());
        std::vector<std::string> names = archive.artifact_names(ann);
        std::sort(names.begin(), names.end());
        CHECK(names == std::vector<std::string>{"r1.csv", "r2.csv"});
        CHECK(archive.artifact_names({"ann", "zz"}).empty());
    }
    SECTION("what is removed is gone, and its id begins anew") {
        CHECK(archive.remove(ann));
        CHECK_FALSE(archive.remove(ann));
        CHECK(archive.list({}).sessions.empty());
        CHECK(archive.search({.words = "one"}).hits.empty());
        CHECK(keep_turn(archive, ann, "again", "5") == 1);
        CHECK(archive.artifacts(ann).empty());
    }
}

void check_pruning(SessionArchive& archive) {
    keep_turn(archive, ann, "one", std::string(1000, '1'));
    keep_turn(archive, ann_too, "two", std::string(1000, '2'));
    keep_turn(archive, bob, "three", std::string(1000, '3'));
    const Moment now = archive.list({}).sessions.at(0).updated_at;
    SECTION("nothing goes that may be kept") {
        const auto day = std::chrono::hours(24);
        CHECK(archive.prune({}, now + 24 * day, nullptr).sessions == 0);
        CHECK(archive.prune({.longest = day}, now, nullptr).sessions == 0);
        CHECK(archive.prune({.most_bytes = 100'000}, now, nullptr).sessions == 0);
        CHECK(archive.list({}).sessions.size() == 3);
    }
    SECTION("by age all go that are older, but the one that is spared") {
        const PruneReport report =
            archive.prune({.longest = std::chrono::hours(1)}, now + std::chrono::hours(2), &ann);
        CHECK(report.sessions == 2);
        CHECK(report.bytes > 0);
        CHECK(ids_of(archive.list({})) == std::vector<std::string>{"ann/aa-1"});
    }
    SECTION("what would go is told, and stays") {
        const PruneReport report =
            archive.prune({.most_bytes = 0, .only_tell = true}, now, nullptr);
        CHECK(report.sessions == 3);
        CHECK(report.bytes > 3000);
        CHECK(archive.list({}).sessions.size() == 3);
    }
    SECTION("by size the oldest go") {
        CHECK(archive.prune({.most_bytes = 0}, now, &bob).sessions == 2);
        CHECK(ids_of(archive.list({})) == std::vector<std::string>{"bob/aa-1"});
    }
}

}

int keep_turn(SessionArchive& archive, const SessionKey& key, std::string_view question,
              std::string_view response, std::vector<Artifact> artifacts) {
    int number = 0;
    do {  // Others may be at work in the same conversation.
        number = archive.begin_turn(
            key, {.question = std::string(question), .model = "m", .databases = {"sales"}});
    } while (number == 0);
    Turn turn{.question = std::string(question),
              .messages = {{.role = chat::Role::user, .text = std::string(question)},
                           {.role = chat::Role::assistant, .text = std::string(response)}},
              .answer = {.session_id = key.id, .response = std::string(response), .model = "m"},
              .artifacts = std::move(artifacts)};
    archive.commit_turn(key, number, turn);
    return number;
}

void check_archive(SessionArchive& archive) {
    SECTION("turns") {
        check_turns(archive);
    }
    SECTION("lists") {
        check_lists(archive);
    }
    SECTION("finding") {
        check_finding(archive);
    }
    SECTION("changes") {
        check_changes(archive);
    }
    SECTION("remarks and files") {
        check_remarks_and_files(archive);
    }
    SECTION("pruning") {
        check_pruning(archive);
    }
    SECTION("a sound archive has no problems") {
        keep_turn(archive, ann, "one", "1");
        archive.fail_turn(ann, archive.begin_turn(ann, {.question = "two"}), {Errc::model, "no"});
        archive.begin_turn(ann, {.question = "three"});
        const IntegrityReport report = archive.check();
        CHECK(report.problems.empty());
        CHECK(report.sessions == 1);
        CHECK(report.turns == 3);
    }
}

}
