#include "cli/replay/replay_plan.h"

#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

using Indices = std::vector<std::size_t>;

chat::Step made(std::string handle, std::string sql, std::string tool = "query",
                std::string database = "shop") {
    return {.step = 1,
            .tool = std::move(tool),
            .arguments = "{}",
            .handle = std::move(handle),
            .sql = std::move(sql),
            .rows = 1,
            .database = std::move(database)};
}

session::KeptTurn turn_of(int number, std::vector<chat::Step> steps) {
    session::KeptTurn turn{.number = number};
    turn.turn.question = "Question " + std::to_string(number);
    if (!steps.empty()) turn.turn.answer.handle = steps.back().handle;
    turn.turn.answer.workflow = std::move(steps);
    return turn;
}

/// r1 and r2 from two databases, r3 over both, r4 by a change, r5 over r3 and r4.
session::Transcript long_conversation() {
    session::Transcript transcript = test::kept_shop();
    chat::Step change = made("r4", "DELETE FROM t RETURNING *", "change_data");
    change.write = "committed";
    transcript.turns = {
        turn_of(1, {made("r1", "SELECT 1"), made("r2", "SELECT 2", "query", "stock")}),
        turn_of(2, {}),
        turn_of(3, {made("r3", "SELECT * FROM R1, r2", "query_results", "")}),
        turn_of(4, {change}),
        turn_of(5, {made("r5", "SELECT * FROM r3 JOIN r4", "sql_over_results", "")}),
        turn_of(6, {change})};
    transcript.turns[5].is_taken_back = true;
    return transcript;
}

}

TEST_CASE("replay plan: each result with what it reads and where it ran", "[cli][replay]") {
    const session::Transcript transcript = long_conversation();

    const std::vector<ReplayStep> steps = replay_steps(transcript);

    REQUIRE(steps.size() == 5);
    CHECK(steps[0].database == "shop");
    CHECK_FALSE(steps[0].is_answer);
    CHECK(steps[1].database == "stock");
    CHECK(steps[1].is_answer);
    CHECK(steps[2].turn == 3);
    CHECK(steps[2].reads_results);
    CHECK(steps[2].needs == Indices{0, 1});
    CHECK(steps[2].why_not.empty());
    CHECK(steps[3].why_not == "it changed data, which is not done again");
    CHECK(steps[4].needs == Indices{2, 3});
    CHECK(with_needs(steps, {4}) == Indices{0, 1, 2, 3, 4});
    CHECK(with_needs(steps, {1}) == Indices{1});
    CHECK(databases_of(steps, {0, 1, 2, 3, 4}) == std::vector<std::string>{"shop", "stock"});
}

TEST_CASE("replay plan: a tool of somebody's own is not run again", "[cli][replay]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns = {turn_of(1, {made("r1", "SELECT 1", "weather")})};

    CHECK(replay_steps(transcript)[0].why_not ==
          "it was made by the tool 'weather', not by a statement");
}

TEST_CASE("replay plan: the last answer that can be made anew is printed, or that of the turn",
          "[cli][replay]") {
    const session::Transcript transcript = long_conversation();
    const std::vector<ReplayStep> steps = replay_steps(transcript);
    const auto printed = [&](std::optional<int> turn) {
        return step_to_print({.transcript = transcript, .steps = steps, .turn = turn});
    };

    CHECK(printed({}).value_or_throw() == 4);
    CHECK(printed(1).value_or_throw() == 1);
    CHECK(printed(2).error().code == Errc::no_answer);
    CHECK(printed(2).error().message == "turn 2 has no result of a statement");
    CHECK(printed(4).error().code == Errc::refused);
    CHECK(printed(4).error().message ==
          "r4 of turn 4 is not made again: it changed data, which is not done again");
    CHECK(printed(6).error().message == "turn 6 was taken back");
    CHECK(printed(7).error().code == Errc::usage);
    CHECK(printed(7).error().message == "the conversation has no turn 7");
}

TEST_CASE("replay plan: all results are checked, or those of the turn", "[cli][replay]") {
    const session::Transcript transcript = long_conversation();
    const std::vector<ReplayStep> steps = replay_steps(transcript);

    CHECK(steps_to_check({.transcript = transcript, .steps = steps}).value_or_throw() ==
          Indices{0, 1, 2, 3, 4});
    CHECK(steps_to_check({.transcript = transcript, .steps = steps, .turn = 1}).value_or_throw() ==
          Indices{0, 1});
    CHECK(steps_to_check({.transcript = transcript, .steps = steps, .turn = 2}).error().code ==
          Errc::no_answer);
}

}
