#include "libagent/base/error.h"
#include "libagent/models/openai_errors.h"
#include "libagent/models/openai_stream.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <optional>

using namespace askdb;
using namespace askdb::models;

namespace {

struct Recorded {
    std::string name;
    int status = 0;
    bool stream = false;
    std::string body;
    nlohmann::json expected;  ///< Null where nobody wrote down what to expect.
};

std::vector<Recorded> recorded_answers() {
    const auto folder = test::test_data() / "recorded";
    std::vector<Recorded> all;
    std::istringstream index(test::read_whole(folder / "index.jsonl"));
    for (std::string line; std::getline(index, line);) {
        const auto entry = nlohmann::json::parse(line);
        if (entry.at("protocol") != "openai-chat") continue;
        Recorded recorded{.name = entry.at("file"),
                          .status = entry.at("status"),
                          .stream = entry.at("stream"),
                          .body = test::read_whole(folder / entry.at("file").get<std::string>()),
                          .expected = {}};
        const auto expected = folder / "expected" / (recorded.name + ".expected.json");
        if (std::filesystem::exists(expected)) {
            recorded.expected = nlohmann::json::parse(test::read_whole(expected));
        }
        all.push_back(std::move(recorded));
    }
    return all;
}

struct Outcome {
    std::optional<ModelReply> reply;
    Error error;
};

Outcome outcome_of(std::string_view bytes, std::size_t piece) {
    try {
        OpenAiStream stream;
        std::string streamed;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            streamed += stream.feed(bytes.substr(at, piece));
        }
        const bool was_stream = stream.is_whole();
        ModelReply reply = stream.finish();
        if (was_stream) CHECK(streamed == reply.text);
        return {std::move(reply), {}};
    } catch (const Failure& failure) {
        return {std::nullopt, failure.error()};
    }
}

void check_expected(const Outcome& outcome, const nlohmann::json& expected) {
    if (expected.contains("error")) {
        REQUIRE_FALSE(outcome.reply);
        const std::string message = expected["error"].value("message", "");
        CHECK(outcome.error.message.find(message.substr(0, message.find(" tool "))) !=
              std::string::npos);
        return;
    }
    REQUIRE(outcome.reply);
    CHECK(outcome.reply->text == expected["text"]);
    REQUIRE(outcome.reply->tool_calls.size() == expected["tool_calls"].size());
    for (std::size_t i = 0; i < expected["tool_calls"].size(); ++i) {
        const chat::ToolCall& call = outcome.reply->tool_calls[i];
        const auto& wanted = expected["tool_calls"][i];
        CHECK(call.id == (wanted["id"] == "" ? "call_1" : wanted["id"].get<std::string>()));
        CHECK(call.name == wanted["name"]);
        CHECK(call.arguments == wanted["arguments"]);
    }
    const bool wants_tools = expected["finish_reason"] == "tool_calls";
    CHECK((outcome.reply->finish_reason == FinishReason::tool_calls) == wants_tools);
    if (expected["usage"].is_object()) {
        CHECK(outcome.reply->usage.input_tokens == expected["usage"]["input"]);
        CHECK(outcome.reply->usage.output_tokens == expected["usage"]["output"]);
    }
}

/// Where the event ends that says that the answer is whole.
std::size_t end_of_answer(std::string_view sse) {
    const std::size_t reason = sse.find(R"("finish_reason":")");
    const std::size_t done = sse.find("[DONE]");
    return sse.find("\n\n", std::min(reason, done)) + 2;
}

bool recordings_are_there() {
    if (std::filesystem::exists(test::test_data() / "recorded/index.jsonl")) return true;
    WARN("skipped: " << test::test_data() << "/recorded is not there");
    return false;
}

}

TEST_CASE("openai recorded: real answers are read rightly, whole and byte by byte", "[openai]") {
    if (!recordings_are_there()) return;
    for (const Recorded& recorded : recorded_answers()) {
        if (recorded.status != 200) continue;
        INFO(recorded.name);

        const Outcome whole = outcome_of(recorded.body, recorded.body.size());
        const Outcome by_bytes = outcome_of(recorded.body, 1);

        if (!recorded.expected.is_null()) check_expected(whole, recorded.expected);
        REQUIRE(whole.reply.has_value() == by_bytes.reply.has_value());
        CHECK(whole.error.message == by_bytes.error.message);
        if (!whole.reply) continue;
        CHECK(whole.reply->text == by_bytes.reply->text);
        CHECK(whole.reply->tool_calls == by_bytes.reply->tool_calls);
        CHECK(whole.reply->usage.total() == by_bytes.reply->usage.total());
    }
}

TEST_CASE("openai recorded: a real stream that is cut is never an answer", "[openai]") {
    if (!recordings_are_there()) return;
    constexpr std::size_t cuts = 40;
    for (const Recorded& recorded : recorded_answers()) {
        if (recorded.status != 200 || !recorded.stream) continue;
        if (!outcome_of(recorded.body, recorded.body.size()).reply) continue;
        INFO(recorded.name);
        const std::string_view body = recorded.body;
        const std::size_t end = end_of_answer(body);

        for (std::size_t i = 0; i < cuts; ++i) {
            const Outcome cut = outcome_of(body.substr(0, end * i / cuts), 997);
            REQUIRE_FALSE(cut.reply);
            CHECK(cut.error.retryable);
        }
        CHECK_FALSE(outcome_of(body.substr(0, end - 2), 997).reply);
        CHECK(outcome_of(body.substr(0, end), 997).reply);
    }
}

TEST_CASE("openai recorded: real refusals are said in the server's words", "[openai]") {
    if (!recordings_are_there()) return;
    const OpenAiOptions options{.name = "openai:m", .model = "m", .base_url = "http://h/v1"};
    for (const Recorded& recorded : recorded_answers()) {
        if (recorded.status == 200) continue;
        INFO(recorded.name);

        const Error error = describe_refusal(
            options, {.status = recorded.status, .headers = {}, .body = recorded.body}, {});

        const auto body = nlohmann::json::parse(recorded.body);
        const std::string said = body["error"]["message"];
        CHECK(error.message.find(said.substr(0, said.size() - 1)) != std::string::npos);
        const bool passing = recorded.status == 429 || body["error"]["code"] == "tool_use_failed";
        CHECK(error.retryable == passing);
    }
}
