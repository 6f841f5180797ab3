#include "libagent/loop/typed_turn_json.h"

#include "libagent/chat/typed_statement.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::loop {
namespace {

const RanStatement ran_select{.statement = "SELECT 11 AS a", .database = "shop", .milliseconds = 3};

/// A result of so many rows.
const results::StoredResult& add_rows(results::ResultStore& store, std::size_t count) {
    database::Rows rows;
    rows.columns = {{.name = "a"}};
    for (std::size_t i = 0; i < count; ++i) rows.append(database::Kind::integer, "11");
    return store.add("shop", "SELECT 11 AS a", std::move(rows));
}

}

TEST_CASE("typed turn: a statement is a turn with one step, that models see as a call",
          "[loop][typed]") {
    results::ResultStore store;
    const results::StoredResult& result = add_rows(store, 1);

    const session::Turn turn = typed_turn(ran_select, &result, "{}", 1'000);

    CHECK(turn.question == "SELECT 11 AS a");
    CHECK(turn.answer.response == "r1: 1 row");
    CHECK(turn.answer.handle == "r1");
    CHECK(turn.answer.model.empty());
    CHECK(chat::is_typed_statement(turn.answer));
    const chat::Step& step = turn.answer.workflow.at(0);
    CHECK(step.tool == "sql");
    CHECK(step.arguments == R"({"database":"shop"})");
    CHECK(step.sql == "SELECT 11 AS a");
    CHECK(step.rows == 1);
    CHECK(step.write.empty());
    REQUIRE(turn.messages.size() == 4);
    CHECK(turn.messages[0].text == chat::typed_statement_words("SELECT 11 AS a"));
    const chat::ToolCall& call = turn.messages[1].tool_calls.at(0);
    CHECK(call.name == "query");
    CHECK(call.arguments == R"({"sql":"SELECT 11 AS a","database":"shop"})");
    CHECK(call.id.size() == 9);
    CHECK(std::all_of(call.id.begin(), call.id.end(),
                      [](unsigned char c) { return std::isalnum(c); }));
    CHECK(turn.messages[2].tool_call_id == call.id);
    CHECK(turn.messages[3].text == "r1: 1 row");
}

TEST_CASE("typed turn: what changed something, or ran over results, says so", "[loop][typed]") {
    results::ResultStore store;
    RanStatement change = ran_select;
    change.touched = "UPDATE orders: 2 rows";

    const session::Turn changed = typed_turn(change, nullptr, "committed", 1'000);
    CHECK(changed.answer.workflow.at(0).write == "committed");
    CHECK(changed.answer.workflow.at(0).touched == "UPDATE orders: 2 rows");
    CHECK(changed.answer.response == "committed: UPDATE orders: 2 rows");
    CHECK(changed.messages.at(1).tool_calls.at(0).name == "change_data");
    CHECK(typed_outcome(change, &add_rows(store, 2)) ==
          "committed: UPDATE orders: 2 rows; r1: 2 rows");

    RanStatement over = ran_select;
    over.database.clear();
    const session::Turn of_results = typed_turn(over, &add_rows(store, 0), "{}", 1'000);
    CHECK(of_results.answer.workflow.at(0).tool == "sql_over_results");
    CHECK(of_results.messages.at(1).tool_calls.at(0).name == "query_results");
    CHECK(typed_outcome(over, nullptr) == "done");
}

TEST_CASE("typed turn: a model is not shown all of a huge statement", "[loop][typed]") {
    RanStatement huge = ran_select;
    huge.statement.append(50'000, ' ').append("-- end");

    const session::Turn turn = typed_turn(huge, nullptr, "done", 1'000);

    CHECK(turn.messages.at(1).tool_calls.at(0).arguments == "{}");
    CHECK(turn.messages.at(0).text.size() < 3'000);
    CHECK(turn.answer.workflow.at(0).sql == huge.statement);
}

}
