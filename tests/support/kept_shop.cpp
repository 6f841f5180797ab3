#include "tests/support/kept_shop.h"

#include <chrono>
#include <string>

namespace askdb::test {
namespace {

session::KeptTurn finished_turn() {
    session::KeptTurn turn{.number = 1};
    turn.began_at = session::Moment(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30));
    turn.ended_at = turn.began_at + std::chrono::seconds(2);
    turn.turn.question = "Revenue by region?";
    turn.turn.messages = {{.role = chat::Role::user, .text = "Revenue by region?"},
                          {.role = chat::Role::assistant,
                           .tool_calls = {{"c1", "query", R"({"database":"shop"})"}},
                           .provider_state = "signed"},
                          {.role = chat::Role::tool, .text = "3 rows", .tool_call_id = "c1"}};
    turn.turn.answer = {.session_id = "shop-1",
                        .response = "**North** leads with 1,200.\n\n- South follows",
                        .model = "openai:gpt-test",
                        .total_ms = 1234,
                        .handle = "r1"};
    turn.turn.answer.workflow = {{.step = 1,
                                  .tool = "query",
                                  .arguments = R"({"database":"shop"})",
                                  .handle = "r1",
                                  .sql = "SELECT region, sum(amount) AS revenue\nFROM orders",
                                  .rows = 3,
                                  .milliseconds = 4}};
    turn.turn.answer.warnings = {{.check = "model", .message = "another model answered"}};
    return turn;
}

}

session::Transcript kept_shop() {
    session::Transcript transcript;
    transcript.summary = {.key = {"ann", "shop-1"},
                          .title = "Revenue by region?",
                          .databases = {"shop"},
                          .turns = 1,
                          .last = session::TurnState::failed};
    transcript.turns.push_back(finished_turn());
    transcript.summary.created_at = transcript.turns[0].began_at;
    transcript.summary.updated_at = transcript.turns[0].ended_at;
    session::KeptTurn failed{
        .number = 2, .state = session::TurnState::failed, .why = "the model is away"};
    failed.turn.question = "And last year?";
    transcript.turns.push_back(failed);
    session::KeptTurn taken_back = finished_turn();
    taken_back.number = 3;
    taken_back.is_taken_back = true;
    taken_back.turn.question = "Never mind";
    transcript.turns.push_back(taken_back);
    transcript.notes.push_back({.id = 7,
                                .type = session::EventType::system_event,
                                .text = "rated",
                                .metadata = R"({"good":true})"});
    return transcript;
}

session::KeptTurn typed_in_kept_shop(std::string_view sql) {
    session::KeptTurn turn{.number = 4};
    turn.turn.question = sql;
    turn.turn.answer = {
        .session_id = "shop-1", .response = "r2: 3 rows", .total_ms = 5, .handle = "r2"};
    turn.turn.answer.workflow = {{.step = 1,
                                  .tool = "sql",
                                  .arguments = R"({"database":"shop"})",
                                  .handle = "r2",
                                  .sql = std::string(sql),
                                  .rows = 3,
                                  .milliseconds = 5}};
    return turn;
}

database::Rows kept_shop_rows(std::size_t count) {
    database::Rows rows;
    rows.columns = {{.name = "region"}, {.name = "revenue"}};
    for (std::size_t i = 0; i < count; ++i) {
        rows.append(database::Kind::text, "<b>North</b> & co " + std::to_string(i));
        rows.append(i == 1 ? database::Kind::null : database::Kind::integer, "1200");
    }
    rows.settle_kinds();
    return rows;
}

}
