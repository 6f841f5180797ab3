#include "libagent/session/compaction_json.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

namespace askdb::session {
namespace {

ConversationEvent note(std::string text, std::string metadata) {
    return {
        .type = EventType::system_event, .text = std::move(text), .metadata = std::move(metadata)};
}

Turn long_turn() {
    Turn turn;
    turn.question = "How many orders?";
    turn.messages = {
        {.role = chat::Role::user,
         .text = "How many orders?\n\nmaterial: " + std::string(9'000, 'm')},
        {.role = chat::Role::assistant, .tool_calls = {{"c1", "query", "{}"}}},
        {.role = chat::Role::tool, .text = std::string(9'000, 'r'), .tool_call_id = "c1"},
        {.role = chat::Role::assistant, .text = "There are 5.", .provider_state = "signed"}};
    turn.answer.response = "There are 5.";
    turn.answer.workflow = {
        {.tool = "query", .error = "no such table"},
        {.tool = "query", .handle = "r1", .sql = "SELECT count(*) FROM orders", .rows = 1}};
    return turn;
}

}

TEST_CASE("compaction: question, results and answer stay", "[session]") {
    Turn turn = long_turn();

    keep_question_and_answer(turn);

    REQUIRE(turn.messages.size() == 2);
    CHECK(turn.messages[0].role == chat::Role::user);
    CHECK(turn.messages[0].text ==
          "How many orders?\n\n(The steps to the answer are left out. They made:\nr1, 1 row: "
          "SELECT count(*) FROM orders)");
    CHECK(turn.messages[1].role == chat::Role::assistant);
    CHECK(turn.messages[1].text == "There are 5.");
    CHECK(turn.messages[1].provider_state.empty());
    CHECK(turn.answer.workflow.size() == 2);
}

TEST_CASE("compaction: a turn without results is nothing but question and answer", "[session]") {
    Turn turn = long_turn();
    turn.answer.workflow.clear();

    keep_question_and_answer(turn);

    CHECK(turn.messages[0].text == "How many orders?");
}

TEST_CASE("compaction: of many results the last ones are told, of long SQL the beginning",
          "[session]") {
    Turn turn = long_turn();
    turn.question = "\xFF";
    for (int i = 2; i <= 40; ++i) {
        turn.answer.workflow.push_back(
            {.handle = "r" + std::to_string(i), .sql = std::string(100'000, 's')});
    }

    keep_question_and_answer(turn);

    const std::string& text = turn.messages[0].text;
    CHECK(text.size() < 2'500);
    CHECK(is_valid_utf8(text));
    CHECK(text.find("r36, 0 rows: sss") != std::string::npos);
    CHECK(text.find("r35") == std::string::npos);
}

TEST_CASE("compaction: the note that reaches furthest counts, others and damaged ones do not",
          "[session]") {
    CHECK(compacted_up_to({}) == 0);
    const std::vector<ConversationEvent> notes = {note("compacted", compacted_metadata(3)),
                                                  note("compacted", compacted_metadata(7)),
                                                  note("compacted", compacted_metadata(5)),
                                                  note("rated", compacted_metadata(99)),
                                                  note("compacted", "{\"last"),
                                                  note("compacted", "{}"),
                                                  note("compacted", "[8]"),
                                                  note("compacted", R"({"last_turn":"9"})")};

    CHECK(compacted_metadata(3) == R"({"last_turn":3})");
    CHECK(compacted_up_to(notes) == 7);
}

TEST_CASE("compaction: of a typed statement stay the statement and what it gave", "[session]") {
    Turn turn = long_turn();
    turn.question = "SELECT count(*) FROM orders";
    turn.answer.response = "r1: 1 row";
    turn.answer.workflow = {
        {.tool = "sql", .handle = "r1", .sql = "SELECT count(*) FROM orders", .rows = 1}};

    keep_question_and_answer(turn);

    REQUIRE(turn.messages.size() == 2);
    CHECK(turn.messages[0].text ==
          "I ran this SQL statement myself; it is no question:\nSELECT count(*) FROM orders");
    CHECK(turn.messages[1].text == "r1: 1 row");
}

}
