// A turn that is strict: what a check finds goes back to the model once.

#include "libagent/base/stop.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>
#include <vector>

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

TEST_CASE("strict: the answer that is there outlives a round that brings none", "[checks][loop]") {
    models::ModelReply half = says("There are");
    half.finish_reason = models::FinishReason::length;
    models::ModelReply dear = says("");
    dear.usage = {.input_tokens = 900, .output_tokens = 100};
    const std::string big = "SELECT order_id FROM orders";
    for (const std::vector<models::ModelReply>& round :
         {std::vector{says("")}, std::vector{half}, std::vector{dear}, std::vector{queries(big)}}) {
        std::vector<models::ModelReply> script{queries(count_orders), says("There are 6.")};
        script.insert(script.end(), round.begin(), round.end());
        for (models::ModelReply& reply : script) reply.usage.output_tokens += 1;
        AgentFixture fixture(script);
        fixture.agent.limits.max_steps = 6;
        fixture.agent.limits.max_tokens = 1000;

        const chat::Answer answer = strict(fixture).ask("How many orders?");

        CHECK(fixture.model.requests.size() > 2);
        CHECK(answer.response == "There are 6.");
        CHECK(answer.stopped_by.empty());
        CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
        CHECK(answer.unverified_numbers == std::vector<std::string>{"6"});
        CHECK(answer.handle == "r1");
        CHECK(fixture.sink.streamed() == "There are 6.");
        const auto kept = fixture.store->load(fixture.conversation.key());
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].messages.back().text == "There are 6.");
    }
}

TEST_CASE("strict: a model that fails in the second round takes no answer away", "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6.")});
    fixture.model.before_reply = [&](std::stop_token) {
        if (fixture.model.requests.size() > 2) throw Failure({Errc::model, "overloaded"});
    };

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 6.");
    CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
    CHECK(fixture.sink.streamed() == "There are 6.");
}

TEST_CASE("strict: a turn whose time ends in the second round keeps its answer and its marks",
          "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6.")});
    fixture.agent.limits.max_time = std::chrono::milliseconds(300);
    fixture.model.before_reply = [&](std::stop_token stop) {
        if (fixture.model.requests.size() > 2) sleep_or_stop(std::chrono::seconds(60), stop);
    };

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 6.");
    CHECK(answer.stopped_by.empty());
    CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
    CHECK(answer.unverified_numbers == std::vector<std::string>{"6"});
}

TEST_CASE("strict: no answer is sent back for which only last words are left", "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 6."), says("There are 5.")});
    fixture.agent.limits.max_steps = 3;

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 6.");
    CHECK(answer.stopped_by.empty());
    CHECK(answer.failed_checks == std::vector<std::string>{"numbers"});
    CHECK(fixture.model.requests.size() == 2);
}

TEST_CASE("strict: an answer that was not checked in time fails", "[checks][loop]") {
    AgentFixture fixture({queries(count_orders), says("There are 5.")});
    fixture.agent.limits.max_time = std::chrono::milliseconds(100);
    // The time is over only once the answer is there: the model does not heed it.
    fixture.model.before_reply = [&](std::stop_token stop) {
        while (fixture.model.requests.size() > 1 && !stop.stop_requested())
            std::this_thread::yield();
    };

    const chat::Answer answer = strict(fixture).ask("How many orders?");

    CHECK(answer.response == "There are 5.");
    CHECK(answer.failed_checks == std::vector<std::string>{"time"});
}

TEST_CASE("strict: a place that no result fills fails, and that of a withdrawn answer is not told",
          "[checks][loop]") {
    AgentFixture mended({queries(count_orders), says("There are {r9.n}."), says("It is {r1.n}.")});
    AgentFixture stubborn({queries(count_orders), says("There are {r9.n}.")});
    for (AgentFixture* fixture : {&mended, &stubborn})
        fixture->agent.sharing.common.level = tools::ShareLevel::schema;

    const chat::Answer right = strict(mended).ask("How many orders?");
    const chat::Answer wrong = strict(stubborn).ask("How many orders?");

    CHECK(right.response == "It is 5.");
    CHECK(right.warnings.empty());
    CHECK(right.failed_checks.empty());
    CHECK_THAT(mended.model.requests.back().back().text, Catch::Contains("{r9.n}"));
    CHECK(wrong.failed_checks == std::vector<std::string>{"template"});
    REQUIRE(wrong.warnings.size() == 1);
    CHECK(wrong.warnings[0].message == "no result has {r9.n}");
}

TEST_CASE("ask: a place that no result fills is one warning, and nothing in it is marked",
          "[checks][loop][share]") {
    AgentFixture fixture({queries(count_orders), says("There are {r1.n}, and {r1[99].n} of Bo.")});
    fixture.agent.sharing.common.level = tools::ShareLevel::schema;

    const chat::Answer answer = fixture.ask("How many orders?");

    CHECK(answer.response == "There are 5, and {r1[99].n} of Bo.");
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].message == "no result has {r1[99].n}");
    CHECK(answer.unverified_numbers == std::vector<std::string>{});
    CHECK(chat::annotated_response(answer, false) == answer.response);
}

}
