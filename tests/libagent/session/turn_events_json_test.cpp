#include "libagent/session/turn_events_json.h"

#include "libagent/base/text.h"
#include "libagent/chat/kept_answer_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <random>

namespace askdb::session {
namespace {

using chat::Message;
using chat::Role;

Turn usual_turn() {
    Turn turn;
    turn.question = "How many orders?";
    turn.messages = {
        {.role = Role::user, .text = "How many orders?\n\nThe text that came along: 1,2,3"},
        {.role = Role::assistant,
         .text = "I look at both.",
         .tool_calls = {{"c1", "query", R"({"sql":"SELECT 1"})"}, {"c2", "list_tables", "{}"}},
         .provider_state = R"([{"thinking":"…"}])"},
        {.role = Role::tool, .text = "r1: 1 row", .tool_call_id = "c1"},
        {.role = Role::tool, .text = "no such table", .tool_call_id = "c2", .failed = true},
        {.role = Role::assistant, .text = "There is 1.", .provider_state = "signed"}};
    turn.answer.response = "There is 1.";
    turn.answer.workflow = {{.step = 1, .tool = "query", .handle = "r1", .milliseconds = 12},
                            {.step = 1, .tool = "list_tables", .milliseconds = 3}};
    turn.answer.total_ms = 250;
    return turn;
}

void check_same(const Turn& a, const Turn& b) {
    CHECK(a.question == b.question);
    CHECK(a.answer.response == b.answer.response);
    CHECK(chat::kept_answer_json(a.answer) == chat::kept_answer_json(b.answer));
    REQUIRE(a.messages.size() == b.messages.size());
    for (std::size_t i = 0; i < a.messages.size(); ++i) {
        const Message &x = a.messages[i], &y = b.messages[i];
        CHECK(x.role == y.role);
        CHECK(x.text == y.text);
        CHECK(x.tool_calls == y.tool_calls);
        CHECK(x.tool_call_id == y.tool_call_id);
        CHECK(x.failed == y.failed);
        CHECK(x.provider_state == y.provider_state);
    }
}

/// Turns as no loop would make them: any roles, in any order, with any texts.
class AnyTurn {
  public:
    explicit AnyTurn(unsigned seed) : random_(seed) {}

    Turn next() {
        Turn turn;
        turn.question = text();
        for (int i = upto(6); i > 0; --i) turn.messages.push_back(message());
        turn.answer.response =
            turn.messages.empty() || upto(1) == 0 ? text() : turn.messages.back().text;
        if (!turn.messages.empty() && upto(1) == 0) turn.messages.front().text = turn.question;
        for (int i = upto(3); i > 0; --i) {
            turn.answer.workflow.push_back({.step = upto(9), .tool = text(), .arguments = text()});
        }
        if (upto(1) == 0) turn.answer.unverified_numbers = {text(), text()};
        return turn;
    }

  private:
    int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

    std::string text() {
        static const std::vector<std::string> pieces = {"",    "a", "\"", "\\u0000", "\n", "\x1b[",
                                                        "“é”", "😀", "{}", "null",    "\t", "'"};
        std::string out;
        for (int i = upto(4); i > 0; --i)
            out += pieces[static_cast<std::size_t>(upto(static_cast<int>(pieces.size()) - 1))];
        return out;
    }

    Message message() {
        Message message{.role = static_cast<Role>(upto(3)), .text = text()};
        if (message.role == Role::tool) {
            message.tool_call_id = text();
            message.failed = upto(1) == 0;
        }
        if (message.role != Role::assistant) return message;
        message.provider_state = text();
        for (int i = upto(3); i > 0; --i) message.tool_calls.push_back({text(), text(), text()});
        return message;
    }

    std::mt19937 random_;
};

}

TEST_CASE("turn_events: a turn's events say in order what happened", "[session][turn_events]") {
    const std::vector<ConversationEvent> events = events_of(usual_turn());

    std::vector<EventType> types;
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].position == static_cast<int>(i));
        types.push_back(events[i].type);
    }
    CHECK(types == std::vector{EventType::user_message, EventType::tool_call, EventType::tool_call,
                               EventType::tool_result, EventType::tool_result,
                               EventType::agent_response});
    CHECK(events[0].text == "How many orders?");
    CHECK(events[0].metadata.empty());
    CHECK(events[1].text == R"({"sql":"SELECT 1"})");
    CHECK(events[3].text == "r1: 1 row");
    CHECK(events[3].processing_ms == 12);
    CHECK(events[4].processing_ms == 3);
    CHECK(events[5].text == "There is 1.");
    CHECK(events[5].processing_ms == 250);
}

TEST_CASE("turn_events: a turn comes back whole", "[session][turn_events]") {
    const Turn turn = usual_turn();

    check_same(turn_of(events_of(turn)).value_or_throw(), turn);
    check_same(turn_of(events_of(Turn{})).value_or_throw(), Turn{});
}

TEST_CASE("turn_events: any turn comes back whole", "[session][turn_events]") {
    AnyTurn any(20'251);
    for (int i = 0; i < 400; ++i) {
        Turn turn = any.next();
        check_same(turn_of(events_of(turn)).value_or_throw(), turn);
    }
}

TEST_CASE("turn_events: what the store adds to a question's event, and its notes, do no harm",
          "[session][turn_events]") {
    const Turn turn = usual_turn();
    std::vector<ConversationEvent> events = events_of(turn);
    events[0].metadata = R"({"model":"offline","databases":["shop"]})";
    const auto before_answer = events.end() - 1;
    events.insert(before_answer,
                  {.type = EventType::system_event, .text = "rated", .metadata = R"({"good":1})"});
    for (std::size_t i = 0; i < events.size(); ++i) events[i].position = static_cast<int>(i);

    check_same(turn_of(events).value_or_throw(), turn);
}

TEST_CASE("turn_events: texts are kept as valid UTF-8 without NUL", "[session][turn_events]") {
    const std::string hostile("a\0b\xFF\xC0\x80\xED\xA0\x80z", 11);
    Turn turn;
    turn.question = hostile;
    turn.messages = {{.role = Role::user, .text = hostile},
                     {.role = Role::assistant,
                      .text = hostile,
                      .tool_calls = {{hostile, hostile, hostile}},
                      .provider_state = hostile},
                     {.role = Role::tool, .text = hostile, .tool_call_id = hostile},
                     {.role = Role::assistant, .text = hostile}};
    turn.answer = {.session_id = hostile, .response = hostile};

    const std::vector<ConversationEvent> events = events_of(turn);
    const Turn once = turn_of(events).value_or_throw();

    for (const ConversationEvent& event : events) {
        CHECK(is_valid_utf8(event.text));
        CHECK(is_valid_utf8(event.metadata));
        CHECK((event.text + event.metadata).find('\0') == std::string::npos);
    }
    CHECK(once.messages.size() == 4);
    CHECK(once.messages[0].text == once.question);
    CHECK(once.messages[3].text == once.answer.response);
    check_same(turn_of(events_of(once)).value_or_throw(), once);
}

TEST_CASE("turn_events: a turn with any event missing, doubled or moved is refused",
          "[session][turn_events]") {
    const std::vector<ConversationEvent> whole = events_of(usual_turn());
    const auto renumbered = [](std::vector<ConversationEvent> events) {
        for (std::size_t i = 0; i < events.size(); ++i) events[i].position = static_cast<int>(i);
        return events;
    };

    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::vector<ConversationEvent> torn = whole, doubled = whole, moved = whole;
        torn.erase(torn.begin() + static_cast<std::ptrdiff_t>(i));
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), whole[i]);
        moved[i].turn = 7;
        CHECK_FALSE(turn_of(torn).ok());
        CHECK_FALSE(turn_of(doubled).ok());
        CHECK_FALSE(turn_of(moved).ok());
        const bool is_result = whole[i].type == EventType::tool_result;
        if (!is_result) CHECK_FALSE(turn_of(renumbered(torn)).ok());
    }
    CHECK_FALSE(turn_of({}).ok());
    std::vector<ConversationEvent> two = whole;
    two.insert(two.end(), whole.begin(), whole.end());
    CHECK_FALSE(turn_of(renumbered(two)).ok());
}

TEST_CASE("turn_events: damaged metadata is told with its place", "[session][turn_events]") {
    std::vector<ConversationEvent> events = events_of(usual_turn());
    for (ConversationEvent& event : events) event.turn = 3;
    const auto error_with = [&](std::size_t i, std::string metadata) {
        std::vector<ConversationEvent> damaged = events;
        damaged[i].metadata = std::move(metadata);
        return turn_of(damaged).error();
    };

    CHECK(error_with(1, R"({"call_id":"c1","calls":2})").message ==
          "turn 3 of the conversation is damaged: the metadata of its event 1 (tool_call) has no "
          "field 'tool'");
    CHECK(error_with(1, "{\"call").message.find("event 1 (tool_call) is not valid JSON") !=
          std::string::npos);
    CHECK(error_with(3, R"(["c1"])").message.find("is no JSON object") != std::string::npos);
    CHECK(error_with(5, "{}").message.find("the kept answer has no field 'session_id'") !=
          std::string::npos);
    CHECK(error_with(1, R"({"call_id":"c1","tool":"query","calls":99999999999})").code ==
          Errc::bad_input);
    CHECK(error_with(3, R"({"role":"king"})").code == Errc::bad_input);
    CHECK(error_with(4, std::string(100'000, '[')).code == Errc::bad_input);
}

}
