#include "libagent/models/anthropic_request_json.h"
#include "libagent/models/anthropic_stream.h"
#include "libagent/models/provider_errors.h"
#include "tests/support/recorded.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models;
using askdb::test::AnswerOutcome;
using askdb::test::read_answer;
using askdb::test::RecordedAnswer;

namespace {

std::unique_ptr<AnswerStream> make_anthropic_stream() {
    return std::make_unique<AnthropicStream>("m");
}

}

TEST_CASE("anthropic recorded: real answers are read rightly, whole and byte by byte",
          "[anthropic]") {
    for (const RecordedAnswer& recorded : test::recorded_answers("anthropic")) {
        if (recorded.status != 200) continue;
        INFO(recorded.name);
        test::check_recorded(make_anthropic_stream, recorded);
    }
}

TEST_CASE("anthropic recorded: a real stream that is cut is never an answer", "[anthropic]") {
    for (const RecordedAnswer& recorded : test::recorded_answers("anthropic")) {
        const std::string_view body = recorded.body;
        if (recorded.status != 200 || !recorded.stream) continue;
        if (!read_answer(make_anthropic_stream, body, body.size()).reply) continue;
        INFO(recorded.name);
        const std::size_t end =
            body.find("\n\n", body.find("data: {\"type\":\"message_stop\"")) + 2;

        for (const std::size_t length : test::cuts_of(body.substr(0, end - 2))) {
            const AnswerOutcome part =
                read_answer(make_anthropic_stream, body.substr(0, length), 997);
            REQUIRE_FALSE(part.reply);
            CHECK(part.error.retryable);
        }
        CHECK_FALSE(read_answer(make_anthropic_stream, body.substr(0, end - 2), 997).reply);
        CHECK(read_answer(make_anthropic_stream, body.substr(0, end), 997).reply);
    }
}

TEST_CASE("anthropic recorded: a real refusal says what it is about", "[anthropic]") {
    for (const RecordedAnswer& recorded : test::recorded_answers("anthropic")) {
        if (recorded.name.find("refusal") == std::string::npos) continue;

        const AnswerOutcome outcome = read_answer(make_anthropic_stream, recorded.body, 97);

        REQUIRE(outcome.reply);
        CHECK(outcome.reply->finish_reason == FinishReason::content_filter);
        CHECK(outcome.reply->refusal.starts_with("This request triggered restrictions"));
    }
}

TEST_CASE("anthropic recorded: an unknown model is said in the server's words", "[anthropic]") {
    const Endpoint endpoint{.name = "anthropic:x", .model = "x", .base_url = "https://h"};
    for (const RecordedAnswer& recorded : test::recorded_answers("anthropic")) {
        if (recorded.status == 200) continue;

        const Error error = describe_refusal(
            endpoint, {.status = recorded.status, .headers = {}, .body = recorded.body}, {});

        CHECK(error.message ==
              "the server at 'https://h' does not know model 'x', or the URL: model: "
              "claude-does-not-exist");
        CHECK_FALSE(error.retryable);
    }
}

TEST_CASE("anthropic recorded: thoughts go back as a real client sends them", "[anthropic]") {
    const std::string name = "recorded/anthropic__anthropic-anthropic-tool-with-thinking-";
    if (test::recorded_answers("anthropic").empty()) return;
    const auto data = test::test_data();
    const std::string body = test::read_whole(data / (name + "0.json"));
    const auto sent = nlohmann::json::parse(test::read_whole(data / (name + "1.request.json")));
    const AnswerOutcome outcome = read_answer(make_anthropic_stream, body, body.size());
    REQUIRE(outcome.reply);

    const chat::Message message{.role = chat::Role::assistant,
                                .text = outcome.reply->text,
                                .tool_calls = outcome.reply->tool_calls,
                                .provider_state = outcome.reply->provider_state};
    const auto request = nlohmann::json::parse(
        anthropic_request_json({.name = "m", .model = "m", .base_url = ""},
                               {.messages = std::span(&message, 1), .tools = {}}));

    CHECK(request["messages"][0] == sent["messages"][1]);
}
