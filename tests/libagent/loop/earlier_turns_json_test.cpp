#include "libagent/loop/earlier_turns_json.h"

#include "libagent/session/compaction_json.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace askdb;
using namespace askdb::test;

namespace {

bool has(const std::vector<chat::Message>& messages, std::string_view text) {
    return std::any_of(messages.begin(), messages.end(), [&](const chat::Message& message) {
        const bool in_calls = std::any_of(message.tool_calls.begin(), message.tool_calls.end(),
                                          [&](const chat::ToolCall& call) {
                                              return call.arguments.find(text) != std::string::npos;
                                          });
        return in_calls || message.text.find(text) != std::string::npos ||
               message.provider_state.find(text) != std::string::npos;
    });
}

/// A turn in which everything was shared.
struct SharedTurn {
    SharedTurn()
        : fixture({calls({{"find_values", R"({"value":"ana"})"}}),
                   queries("SELECT city, 10.5 AS n FROM customers WHERE name = 'Ana'"),
                   says("Ana lives in Sevilla.")}) {
        fixture.ask("Where does she live?");
    }

    std::vector<chat::Message> now(const tools::Sharing& sharing) {
        return loop::earlier_messages(
            fixture.store->load(fixture.conversation.key()).front(),
            {fixture.conversation.results, fixture.databases, sharing, 20}, {});
    }

    AgentFixture fixture;
};

}

TEST_CASE("earlier turns: where all is shared they are told as they were", "[share]") {
    SharedTurn turn;

    const auto messages = turn.now({});

    for (const char* value : {"Ana lives in Sevilla", "name = 'Ana'", "\"value\":\"ana\"", "10.5"})
        CHECK(has(messages, value));
}

TEST_CASE("earlier turns: made when more was shared, they keep question and statement alone",
          "[share]") {
    SharedTurn turn;

    const auto messages = turn.now({.common = {.level = tools::ShareLevel::schema}});

    CHECK(has(messages, "Where does she live?"));
    CHECK(has(messages, "SELECT city, 0 AS n FROM customers WHERE name = '…'"));
    CHECK(has(messages, "\"row_count\":1"));
    for (const char* value : {"Ana", "ana\"", "Sevilla", "10.5"}) CHECK_FALSE(has(messages, value));
}

TEST_CASE("earlier turns: a text in double quotes is a value there, too", "[share]") {
    AgentFixture fixture(
        {queries(R"-(SELECT "city" FROM customers WHERE name = "Ana Ruiz")-"), says("Sevilla.")});
    fixture.ask("Where does she live?");

    const auto messages =
        loop::earlier_messages(fixture.store->load(fixture.conversation.key()).front(),
                               {fixture.conversation.results, fixture.databases,
                                tools::Sharing{.common = {.level = tools::ShareLevel::schema}}, 20},
                               {});

    CHECK(has(messages, "\\\"city\\\" FROM customers WHERE name = '…'"));
    CHECK_FALSE(has(messages, "Ana"));
}

TEST_CASE("earlier turns: results of a database that was left stay under its rule", "[share]") {
    AgentFixture fixture(
        {calls({{"query_results", R"({"sql":"SELECT name FROM r1"})"}}), says("{r1.name} it is.")});
    database::Rows rows;
    rows.columns = {{.name = "name"}};
    rows.append(database::Kind::text, "Quetzal");
    fixture.conversation.results.add("hr", "SELECT name FROM staff", std::move(rows));
    fixture.agent.sharing = {.databases = {{fixture.databases.front()->name(), {}}},
                             .elsewhere = {{"hr", {.level = tools::ShareLevel::schema}}}};

    const chat::Answer answer = fixture.ask("Who is it?");

    CHECK(answer.response == "Quetzal it is.");
    CHECK(has(fixture.model.requests.back(), "\"row_count\":1"));
    CHECK_FALSE(has(fixture.model.requests.back(), "Quetzal"));
}

TEST_CASE("earlier turns: results show what may be seen now", "[share]") {
    SharedTurn turn;

    const auto sampled = turn.now({.common = {.level = tools::ShareLevel::sample}});
    CHECK(has(sampled, "Sevilla"));
    CHECK_FALSE(has(sampled, "Ana lives"));
    const auto masked = turn.now({.common = {.masks = {"customers.city"}}});
    CHECK(has(masked, "(masked)"));
    CHECK_FALSE(has(masked, "Sevilla"));
}

TEST_CASE("earlier turns: an answer that was filled in is told as it was written", "[share]") {
    AgentFixture fixture({queries("SELECT city FROM customers WHERE customer_id = 1"),
                          says("She lives in {r1.city}."), says("Still {r1.city}.")});
    fixture.agent.sharing.common.level = tools::ShareLevel::schema;
    const chat::Answer answer = fixture.ask("Where?");
    fixture.ask("Still?");

    CHECK(answer.response == "She lives in Sevilla.");
    CHECK(answer.as_written == "She lives in {r1.city}.");
    CHECK(fixture.sink.streamed().find("{r1") == std::string::npos);
    const auto& last = fixture.model.requests.back();
    CHECK(has(last, "She lives in {r1.city}."));
    CHECK_FALSE(has(last, "Sevilla"));
}

TEST_CASE("earlier turns: shortened by a person, they hold no value either", "[share]") {
    AgentFixture fixture({queries("SELECT city FROM customers WHERE customer_id = 1"),
                          says("She lives in {r1.city}.")});
    fixture.agent.sharing.common.level = tools::ShareLevel::schema;
    fixture.ask("Where?");
    session::Turn turn = fixture.store->load(fixture.conversation.key()).front();
    session::keep_question_and_answer(turn);

    const auto messages = loop::earlier_messages(
        turn, {fixture.conversation.results, fixture.databases, fixture.agent.sharing, 20}, {});

    CHECK(has(messages, "{r1.city}"));
    CHECK_FALSE(has(messages, "Sevilla"));
}

TEST_CASE("earlier turns: once all is shared, no place reaches the person, nor the model",
          "[share]") {
    AgentFixture fixture({queries("SELECT city FROM customers WHERE customer_id = 1"),
                          says("She lives in {r1.city}."), says("Still {r1.city}, {r7.city}.")});
    fixture.agent.sharing.common.level = tools::ShareLevel::schema;
    fixture.ask("Where?");
    fixture.agent.sharing = {};

    const chat::Answer answer = fixture.ask("Still?");

    CHECK(answer.response == "Still Sevilla, {r7.city}.");
    CHECK(fixture.sink.streamed().find("{r1.city}") == std::string::npos);
    const auto& last = fixture.model.requests.back();
    CHECK(has(last, "She lives in Sevilla."));
    CHECK_FALSE(has(last, "lives in {r1.city}"));
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].message == "no result has {r7.city}");
}

TEST_CASE("earlier turns: to a model that knows of no places, one without a result is text",
          "[share]") {
    AgentFixture fixture({queries("SELECT city FROM customers WHERE customer_id = 1"),
                          says("Write {r8[77].x} there.")});

    const chat::Answer answer = fixture.ask("How?");

    CHECK(answer.response == "Write {r8[77].x} there.");
    CHECK(answer.warnings.empty());
}
