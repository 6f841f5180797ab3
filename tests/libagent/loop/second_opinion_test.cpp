#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <new>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;
using test::ScriptedModel;

constexpr const char* right_sum = "SELECT sum(total) AS total FROM orders";
constexpr const char* wrong_sum = "SELECT sum(total) AS total FROM orders WHERE order_id < 4";

models::ModelReply costing(models::ModelReply reply) {
    reply.usage = {.input_tokens = 100, .output_tokens = 10};
    reply.cost_usd = 0.25;
    return reply;
}

/// The shop, whose questions a second model answers, too.
struct TwoModels : AgentFixture {
    TwoModels(std::vector<models::ModelReply> first, std::vector<models::ModelReply> again)
        : AgentFixture(std::move(first)), second(std::move(again)) {
        agent.second_model = &second;
    }

    ScriptedModel second;
};

std::size_t warnings_of(const chat::Answer& answer, std::string_view check) {
    std::size_t count = 0;
    for (const chat::Warning& warning : answer.warnings) count += warning.check == check;
    return count;
}

}

TEST_CASE("second opinion: the same question is answered blind, silently, and paid for",
          "[loop][second]") {
    TwoModels turn({costing(queries(right_sum)), costing(says("135.85 in all."))},
                   {costing(queries("SELECT round(sum(total), 2) AS s, count(*) AS n FROM orders")),
                    costing(says("It is 135.85."))});

    const chat::Answer answer = turn.ask("What did we sell?");

    REQUIRE(answer.second_opinion);
    CHECK(answer.second_opinion->reason.empty());
    CHECK(answer.second_opinion->verdict == "agrees");
    CHECK(answer.second_opinion->response == "It is 135.85.");
    CHECK(answer.response == "135.85 in all.");
    CHECK(turn.sink.streamed() == "135.85 in all.");
    CHECK(answer.usage.total() == 440);
    CHECK(answer.cost_usd == 1.0);
    CHECK(answer.workflow.size() == 1);
    CHECK(turn.conversation.results.all().size() == 1);
    CHECK(turn.store->load({"", "test"}).size() == 1);
    // Blind: neither the answer nor what it rests on is to be seen.
    for (const auto& request : turn.second.requests) {
        for (const chat::Message& message : request) {
            CHECK(message.text.find("135.85 in all") == std::string::npos);
            CHECK(message.text.find(right_sum) == std::string::npos);
        }
    }
    REQUIRE(turn.second.requests.at(0).size() == 2);
    CHECK(turn.second.requests[0][1].text == "What did we sell?");
    const auto started = turn.sink.all<chat::ToolStarted>();
    REQUIRE(started.size() == 2);
    CHECK(started[1].message == "Asking scripted for a second opinion");
    CHECK(turn.sink.all<chat::ToolFinished>().size() == 2);
}

TEST_CASE("second opinion: where the results differ, a warning says how, and strict fails",
          "[loop][second]") {
    for (const bool is_strict : {false, true}) {
        TwoModels turn({queries(wrong_sum), says("35.75.")}, {queries(right_sum), says("135.85.")});
        turn.agent.is_strict = is_strict;

        const chat::Answer answer = turn.ask("What did we sell?");

        REQUIRE(answer.second_opinion);
        CHECK(answer.second_opinion->verdict == "differs");
        CHECK(answer.second_opinion->reason == "total: 35.75 here, 135.85 there");
        CHECK(answer.second_opinion->sql == right_sum);
        CHECK(warnings_of(answer, "second_opinion") == 1);
        CHECK(turn.sink.all<chat::Warning>().back().message.find("35.75 here, 135.85 there") !=
              std::string::npos);
        const std::vector<std::string> failed =
            is_strict ? std::vector<std::string>{"second_opinion"} : std::vector<std::string>{};
        CHECK(answer.failed_checks == failed);
        CHECK(turn.store->load({"", "test"}).at(0).answer.second_opinion->verdict == "differs");
    }
}

TEST_CASE("second opinion: a second model that fails, or finds nothing, fails no turn",
          "[loop][second]") {
    TwoModels broken({queries(right_sum), says("135.85.")}, {says("?")});
    broken.second.before_reply = [](std::stop_token) {
        throw Failure({Errc::model, "overloaded"});
    };
    TwoModels wordy({queries(right_sum), says("135.85.")}, {says("Much.")});
    TwoModels endless({queries(right_sum), says("135.85.")}, {queries("SELECT 1")});
    endless.agent.limits.max_steps = 5;

    const chat::Answer none = broken.ask("What did we sell?");
    const chat::Answer no_rows = wordy.ask("What did we sell?");
    const chat::Answer limited = endless.ask("What did we sell?");

    CHECK(none.response == "135.85.");
    CHECK(none.second_opinion->verdict == "none");
    CHECK(none.second_opinion->reason.find("overloaded") != std::string::npos);
    CHECK(no_rows.second_opinion->reason == "no rows stand behind its answer");
    CHECK(limited.second_opinion->verdict == "none");
    CHECK(limited.second_opinion->reason == "the limit 'max_steps' ended it");
    CHECK(limited.stopped_by.empty());
    // Two requests of five were the first model's; then come three, and the last words.
    CHECK(endless.second.requests.size() <= 4);
}

TEST_CASE("second opinion: nobody is asked where there is nothing to compare", "[loop][second]") {
    TwoModels wordy({says("Hello.")}, {queries(right_sum), says("135.85.")});
    TwoModels partial({queries(right_sum)}, {queries(right_sum), says("135.85.")});
    partial.agent.limits.max_steps = 2;
    TwoModels alone({queries(right_sum), says("135.85.")}, {queries(right_sum), says("135.85.")});
    TwoModels spent({costing(queries(right_sum)), costing(says("135.85."))},
                    {queries(right_sum), says("135.85.")});
    spent.agent.limits.max_tokens = 200;

    CHECK(wordy.ask("Hi").second_opinion->reason == "no rows stand behind the first answer");
    CHECK(partial.ask("Sum?").second_opinion->reason ==
          "the limit 'max_steps' ended the first answer");
    CHECK(spent.ask("Sum?").second_opinion->reason == "the limit 'max_tokens' is used up");
    CHECK_FALSE(alone.ask("Sum?", true).second_opinion);
    for (const TwoModels* turn : {&wordy, &partial, &alone, &spent})
        CHECK(turn->second.requests.empty());
}

TEST_CASE("second opinion: earlier turns and their results are there, and none is touched",
          "[loop][second]") {
    TwoModels turn(
        {queries("SELECT total FROM orders"), says("Five."),
         calls({{"query_results", R"({"sql":"SELECT max(total) AS m FROM r1"})"}}), says("100.")},
        {queries("SELECT total FROM orders"), says("Five."),
         calls({{"query_results", R"({"sql":"SELECT max(total) AS x FROM r1"})"}}),
         says("A hundred.")});
    turn.ask("List the totals");

    const chat::Answer answer = turn.ask("And the largest of them?");

    REQUIRE(answer.second_opinion);
    CHECK(answer.second_opinion->reason.empty());
    CHECK(answer.second_opinion->verdict == "agrees");
    const auto& asked = turn.second.requests.at(2);
    CHECK(std::any_of(asked.begin(), asked.end(),
                      [](const auto& message) { return message.text == "Five."; }));
    CHECK(turn.conversation.results.all().size() == 2);
}

TEST_CASE("second opinion: a stop ends it, and the turn's own time is a reason to have none",
          "[loop][second]") {
    const auto waits = [](std::stop_token stop) { sleep_or_stop(std::chrono::seconds(60), stop); };
    TwoModels stopped({queries(right_sum), says("135.85.")}, {says("Late.")});
    stopped.second.before_reply = [&](std::stop_token stop) {
        stopped.stop.request_stop();
        waits(stop);
    };
    TwoModels late({queries(right_sum), says("135.85.")}, {says("Late.")});
    late.second.before_reply = waits;
    late.agent.limits.max_time = std::chrono::milliseconds(400);

    CHECK_THROWS_AS(stopped.ask("Sum?"), Stopped);
    const chat::Answer answer = late.ask("Sum?");

    CHECK(answer.response == "135.85.");
    CHECK(answer.stopped_by.empty());
    CHECK(answer.second_opinion->verdict == "none");
    CHECK(answer.second_opinion->reason.find("max_time") != std::string::npos);
}

TEST_CASE("second opinion: what is a bug, not a failure, is not swallowed", "[loop][second]") {
    TwoModels odd({queries(right_sum), says("135.85.")}, {says("?")});
    odd.second.before_reply = [](std::stop_token) { throw std::bad_alloc(); };

    CHECK_THROWS_AS(odd.ask("Sum?"), std::bad_alloc);
}

TEST_CASE("second opinion: results of both answers together keep to the limit of memory",
          "[loop][second]") {
    const std::string all = "SELECT printf('%020000d', order_id) AS n FROM orders";
    std::size_t kept = 0;
    const auto asked = [&](std::size_t bytes) {
        TwoModels turn({queries(all), says("Five.")}, {queries(all), says("Five.")});
        turn.agent.limits.max_result_bytes = bytes;
        const chat::Answer answer = turn.ask("Which?");
        CHECK(answer.stopped_by.empty());
        kept = turn.conversation.results.all().at(0).rows.memory_bytes();
        return answer.second_opinion.value();
    };

    CHECK(asked(1u << 20).verdict == "agrees");
    CHECK(asked(kept + kept / 2).verdict == "none");
}

}
