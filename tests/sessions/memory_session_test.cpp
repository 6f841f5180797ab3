#include "sessions/memory_session.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

session::Moment at_second(int second) {
    return session::Moment(std::chrono::seconds(second));
}

}

TEST_CASE("memory session: a later file of the same name takes its place", "[sessions]") {
    MemorySession kept({"", "a"});
    session::Turn turn{.question = "q", .messages = {}, .answer = {}};
    turn.artifacts = {{"data", "r1.csv", "old"}};
    kept.commit(kept.begin({.question = "q"}, at_second(1)), turn, at_second(2));
    turn.artifacts = {{"data", "r1.csv", "new"}};
    kept.commit(kept.begin({.question = "q"}, at_second(3)), turn, at_second(4));

    REQUIRE(kept.artifacts().size() == 1);
    CHECK(kept.find_artifact("r1.csv")->bytes == "new");
    CHECK(kept.bytes() == 3 + 1 + 1);

    kept.rewind(1, at_second(5));
    CHECK(kept.artifacts().empty());
}

TEST_CASE("memory session: a failure is told once, and never of a finished turn", "[sessions]") {
    MemorySession kept({"", "a"});
    const int number = kept.begin({.question = "q"}, at_second(1));
    kept.commit(number, {.question = "q", .messages = {}, .answer = {}}, at_second(2));
    kept.fail(number, {Errc::model, "late"}, at_second(3));

    CHECK(kept.turns().at(0).state == session::TurnState::finished);
    CHECK(kept.updated_at() == at_second(2));
}

TEST_CASE("memory session: the turns of a copy count from one", "[sessions]") {
    MemorySession kept({"", "a"});
    const session::Turn turn{.question = "q", .messages = {}, .answer = {}};
    const int failed = kept.begin({.question = "no"}, at_second(1));
    kept.fail(failed, {Errc::model, "why"}, at_second(2));
    kept.commit(kept.begin({.question = "q"}, at_second(3)), turn, at_second(4));

    const MemorySession copy = kept.copy({"", "b"}, 2, at_second(5));

    REQUIRE(copy.turns().size() == 1);
    CHECK(copy.turns()[0].number == 1);
    CHECK(copy.title() == "no");
}

}
