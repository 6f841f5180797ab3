// A turn that is strict: what a check finds goes back to the model once.

#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

constexpr const char* count_orders = "SELECT count(*) AS n FROM orders";

AgentFixture& strict(AgentFixture& fixture) {
    fixture.agent.is_strict = true;
    return fixture;
}

}

TEST_CASE("strict: the model answers once more, and only that answer stays", "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6."), says("There are 5.")});

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 5.");
    CHECK(answer.failed_checks.empty());
    CHECK(answer.warnings.empty());
    CHECK(fixture.sink.streamed() == answer.response);
    REQUIRE(fixture.model.requests.size() == 3);
    const std::vector<chat::Message>& sent = fixture.model.requests.back();
    CHECK(sent.back().role == chat::Role::user);
    CHECK_THAT(sent.back().text, Catch::Contains("no result bears out 6"));
    CHECK(sent[sent.size() - 2].text == "There are 6.");
    const std::vector<session::Turn> kept = fixture.store->load(fixture.conversation.key());
    REQUIRE(kept.size() == 1);
    for (const chat::Message& message : kept[0].messages) CHECK(message.text != "There are 6.");
}

TEST_CASE("strict: the model may query again before it answers", "[checks][loop]") {
    AgentFixture fixture(
        {says("There are 51 orders."), queries(count_orders), says("There are 5 orders.")});

    const chat::Answer answer = strict(fixture).ask("How many are there?");

    CHECK(answer.failed_checks.empty());
    CHECK(answer.handle == "r1");
}

TEST_CASE("strict: what still fails is said, after one round", "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6."), says("There are 7.")});

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 7.");
    CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
    CHECK(answer.unverified_numbers == std::vector<std::string>{"7"});
    CHECK(fixture.model.requests.size() == 3);
}

TEST_CASE("strict: an answer that holds is not sent back, nor is any without it",
          "[checks][loop]") {
    AgentFixture right({queries(count_orders), says("There are 5.")});
    AgentFixture lax({queries(count_orders), says("There are 6."), says("There are 5.")});

    CHECK(strict(right).ask("How many orders?").response == "There are 5.");
    CHECK(right.model.requests.size() == 2);
    const chat::Answer answer = lax.ask("How many orders?");
    CHECK(answer.response == "There are 6.");
    CHECK(answer.failed_checks.empty());
    CHECK(answer.unverified_numbers == std::vector<std::string>{"6"});
}

TEST_CASE("strict: a turn without requests left ends with the answer that it has",
          "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6.")});
    fixture.agent.limits.max_steps = 2;

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 6.");
    CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
}

}
