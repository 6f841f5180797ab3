#include "sessions/response_answer_json.h"

#include "libagent/session/turn_events_json.h"
#include "sessions/answer_text_json.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("response answer: an event tells the answer that its turn had", "[sessions]") {
    session::Turn turn;
    turn.question = "How many?";
    turn.answer = {.session_id = "s", .response = "12 of them.", .model = "m", .total_ms = 5};
    turn.answer.workflow.push_back({.step = 1, .tool = "query", .arguments = "{}", .handle = "r1"});

    const std::string text = answer_text_of(session::events_of(turn).back());

    CHECK(text == answer_text(turn.answer));
}

TEST_CASE("response answer: a damaged event has none", "[sessions]") {
    CHECK(answer_text_of({.text = "12", .metadata = "{"}).empty());
    CHECK(answer_text_of({.text = "12", .metadata = "{}"}).empty());
}

}
