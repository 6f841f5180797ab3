#include "libagent/models/anthropic_stream.h"

#include "libagent/models/request_parts.h"
#include "tests/support/recorded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::models;
using askdb::chat::ToolCall;
using askdb::test::AnswerOutcome;
using askdb::test::read_answer;

namespace {

AnswerOutcome outcome_of(std::string_view bytes, std::size_t piece) {
    const auto make = [] { return std::make_unique<AnthropicStream>("m", 3); };
    return read_answer(make, bytes, piece);
}

/// The reply, which must be the same whole and byte by byte.
ModelReply assembled(std::string_view bytes) {
    const AnswerOutcome whole = outcome_of(bytes, bytes.size()), by_bytes = outcome_of(bytes, 1);
    INFO(whole.error.message);
    REQUIRE(whole.reply);
    REQUIRE(by_bytes.reply);
    CHECK(whole.reply->text == by_bytes.reply->text);
    CHECK(whole.reply->tool_calls == by_bytes.reply->tool_calls);
    CHECK(whole.reply->provider_state == by_bytes.reply->provider_state);
    return *whole.reply;
}

Error assembly_error(std::string_view bytes) {
    const AnswerOutcome outcome = outcome_of(bytes, bytes.size());
    REQUIRE_FALSE(outcome.reply);
    return outcome.error;
}

std::string event(const std::string& type, std::string_view fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + std::string(fields) + "}\n\n";
}

std::string start(int index, std::string_view block) {
    return event("content_block_start", ",\"index\":" + std::to_string(index) +
                                            ",\"content_block\":" + std::string(block));
}

std::string delta(int index, std::string_view fields) {
    return event("content_block_delta", ",\"index\":" + std::to_string(index) + ",\"delta\":{" +
                                            std::string(fields) + "}");
}

std::string text_block(int index, std::string_view text) {
    return start(index, R"({"type":"text","text":""})") +
           delta(index, R"("type":"text_delta","text":")" + std::string(text) + "\"");
}

std::string end(std::string_view reason) {
    return event("message_delta", R"(,"delta":{"stop_reason":")" + std::string(reason) +
                                      R"("},"usage":{"output_tokens":9})") +
           event("message_stop", "");
}

const std::string begin =
    event("message_start", R"(,"message":{"usage":{"input_tokens":10,"output_tokens":1,)"
                           R"("cache_read_input_tokens":30,"cache_creation_input_tokens":5}})");

}

TEST_CASE("anthropic stream: text and usage come in pieces", "[anthropic]") {
    const ModelReply reply =
        assembled(": hello\n\n" + begin + event("ping", "") + text_block(0, "Hel") +
                  delta(0, R"("type":"text_delta","text":"lo \u00e9")") +
                  event("content_block_stop", ",\"index\":0") + end("end_turn"));

    CHECK(reply.text == "Hello é");
    CHECK(reply.finish_reason == FinishReason::stop);
    CHECK(reply.finish_word == "end_turn");
    CHECK(reply.usage.input_tokens == 45);
    CHECK(reply.usage.cached_input_tokens == 30);
    CHECK(reply.usage.cache_written_input_tokens == 5);
    CHECK(reply.usage.output_tokens == 9);
    CHECK(reply.provider_state.empty());
}

TEST_CASE("anthropic stream: calls grow side by side, with or without arguments", "[anthropic]") {
    const ModelReply reply = assembled(
        begin + text_block(0, "Let me look.") +
        start(1, R"({"type":"tool_use","id":"a","name":"query","input":{}})") +
        delta(1, R"("type":"input_json_delta","partial_json":"")") +
        delta(1, R"("type":"input_json_delta","partial_json":"{\"sql\":\"sel")") +
        start(2, R"({"type":"tool_use","id":"b","name":"list","input":{}})") +
        delta(2, R"("type":"input_json_delta","partial_json":"")") +
        delta(1, R"("type":"input_json_delta","partial_json":"ect 1\"}")") +
        start(3, R"({"type":"tool_use","name":"find","input":{"x":[1]}})") + end("tool_use"));

    CHECK(reply.text == "Let me look.");
    CHECK(reply.tool_calls == std::vector<ToolCall>{{"a", "query", R"({"sql":"select 1"})"},
                                                    {"b", "list", "{}"},
                                                    {"call_6", "find", R"({"x":[1]})"}});
    CHECK(reply.finish_reason == FinishReason::tool_calls);
}

TEST_CASE("anthropic stream: what we do not know is let pass", "[anthropic]") {
    const ModelReply reply = assembled(
        begin + event("aurora", ",\"x\":1") + "event: noise\ndata: not json\n\n" +
        start(0, R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})") +
        delta(0, R"("type":"input_json_delta","partial_json":"{\"q\":1}")") +
        start(1, R"({"type":"web_search_tool_result","content":[{"text":"no"}]})") +
        start(2, R"({"type":"hologram","text":"no"})") +
        delta(2, R"("type":"text_delta2","text":"no")") + text_block(3, "yes") +
        delta(3, R"("type":"citations_delta","citation":{"cited_text":"no"})") + end("end_turn"));

    CHECK(reply.text == "yes");
    CHECK(reply.tool_calls.empty());
}

TEST_CASE("anthropic stream: signed thoughts before a call are kept, and are no answer",
          "[anthropic]") {
    const std::string thoughts = begin +
                                 start(0, R"({"type":"thinking","thinking":"","signature":""})") +
                                 delta(0, R"("type":"thinking_delta","thinking":"Hm")") +
                                 delta(0, R"("type":"thinking_delta","thinking":"m")") +
                                 delta(0, R"("type":"signature_delta","signature":"SIG+/=")") +
                                 start(1, R"({"type":"redacted_thinking","data":"OPAQUE"})") +
                                 text_block(2, "So:") + text_block(3, "");
    const ModelReply reply = assembled(
        thoughts + start(4, R"({"type":"tool_use","id":"a","name":"f","input":{}})") +
        delta(4, R"("type":"input_json_delta","partial_json":"{\"n\":1}")") + end("tool_use"));

    CHECK(reply.text == "So:");
    const Json state = provider_state_of({.provider_state = reply.provider_state}, "m");
    CHECK(state == Json::parse(R"([{"type":"thinking","thinking":"Hmm","signature":"SIG+/="},
        {"type":"redacted_thinking","data":"OPAQUE"}, {"type":"text","text":"So:"},
        {"type":"tool_use","id":"a","name":"f","input":{"n":1}}])"));
    CHECK(provider_state_of({.provider_state = reply.provider_state}, "other").is_null());
    CHECK(assembled(thoughts + end("end_turn")).provider_state.empty());
}

TEST_CASE("anthropic stream: ends are told apart", "[anthropic]") {
    const std::string call = start(1, R"({"type":"tool_use","id":"a","name":"f","input":{}})");
    const std::string refused =
        event("message_delta", R"(,"delta":{"stop_reason":"refusal","stop_details":)"
                               R"({"explanation":"About \u001b[2J that."}})") +
        event("message_stop", "");

    const ModelReply refusal = assembled(begin + text_block(0, "I") + call + refused);

    CHECK(refusal.finish_reason == FinishReason::content_filter);
    CHECK(refusal.refusal == "About \\x1b[2J that");
    CHECK(refusal.tool_calls.empty());
    CHECK(assembled(begin + text_block(0, "x") + end("max_tokens")).finish_reason ==
          FinishReason::length);
    CHECK(assembled(begin + end("model_context_window_exceeded")).finish_reason ==
          FinishReason::length);
    CHECK(assembled(begin + text_block(0, "x") + end("stop_sequence")).finish_reason ==
          FinishReason::stop);
}

TEST_CASE("anthropic stream: a stream without its end is cut off, never an answer", "[anthropic]") {
    const std::string whole = begin + text_block(0, "The answer is 4") + end("end_turn");

    for (std::size_t cut = 0; cut + 1 < whole.size(); ++cut) {
        const Error error = assembly_error(whole.substr(0, cut));
        CHECK(error.message == "the model's answer was cut off");
        CHECK(error.retryable);
    }
    CHECK(outcome_of(whole, 7).reply);
}

TEST_CASE("anthropic stream: nothing after the end counts", "[anthropic]") {
    CHECK(assembled(begin + text_block(0, "one") + end("end_turn") + begin + text_block(0, "two"))
              .text == "one");
}

TEST_CASE("anthropic stream: an error inside the stream is a failure", "[anthropic]") {
    const auto error = [](std::string_view type) {
        return assembly_error(begin + text_block(0, "x") +
                              event("error", R"(,"error":{"type":")" + std::string(type) +
                                                 R"(","message":"Sorry."})"));
    };

    CHECK(error("overloaded_error").message ==
          "the model server failed in the middle of its answer: Sorry");
    CHECK(error("overloaded_error").retryable);
    CHECK(error("api_error").retryable);
    CHECK(error("rate_limit_error").retryable);
    CHECK_FALSE(error("invalid_request_error").retryable);
    CHECK(assembly_error("event: error\ndata: gone\n\n").message.ends_with(": gone"));
}

TEST_CASE("anthropic stream: what is mixed up or malformed is a failure", "[anthropic]") {
    const std::string not_understood = "the model server's answer is not understood: ";

    CHECK(assembly_error(begin + text_block(0, "x") + begin).message ==
          not_understood + "a second message begins inside the first");
    CHECK(assembly_error(begin + "event: content_block_delta\ndata: {\"type\":\n\n").message ==
          not_understood + "an event of the stream is not valid JSON");
    CHECK(assembly_error(begin + delta(5, R"("type":"input_json_delta","partial_json":"{")"))
              .message == not_understood + "a part of a block comes before its beginning");
    CHECK(assembly_error(end("end_turn")).message == not_understood + "it ends before it begins");
    CHECK(assembly_error(begin + start(0, R"({"type":"tool_use","id":"a"})") + end("tool_use"))
              .message == "the model called a tool without naming it");
    std::string many = begin;
    for (int i = 0; i < 129; ++i) many += start(i, R"({"type":"tool_use","name":"f"})");
    CHECK_FALSE(assembly_error(many).retryable);
}

TEST_CASE("anthropic stream: blocks that say nothing are bounded like those that do",
          "[anthropic]") {
    for (const char* type : {"text", "server_tool_use"}) {
        AnthropicStream stream("m", 0);
        const std::string block = start(0, R"({"type":")" + std::string(type) + "\"}");
        constexpr int enough = 200'000;

        CHECK_THROWS_WITH(
            [&] {
                for (int i = 0; i < enough; ++i) (void)stream.feed(i == 0 ? begin : block);
            }(),
            "the model's answer is larger than 8 MiB");
    }
}

TEST_CASE("anthropic stream: fields of the wrong type do no harm", "[anthropic]") {
    CHECK(assembled(begin + start(0, R"({"type":"text","text":7})") + delta(0, R"("type":3)") +
                    event("content_block_start", "") + event("content_block_delta", "") +
                    event("message_delta", R"(,"delta":null,"usage":[1])") + end("end_turn"))
              .text.empty());
}

TEST_CASE("anthropic stream: an answer in one piece is taken", "[anthropic]") {
    const std::string json =
        R"({"type":"message","content":[{"type":"text","text":"42"},{"type":"tool_use","id":"c",)"
        R"("name":"f","input":{"a":{}}}],"stop_reason":"tool_use",)"
        R"("usage":{"input_tokens":5,"output_tokens":2}})";

    const ModelReply reply = assembled(json);

    CHECK(reply.text == "42");
    CHECK(reply.tool_calls == std::vector<ToolCall>{{"c", "f", R"({"a":{}})"}});
    CHECK(reply.usage.total() == 7);
    CHECK(assembly_error(json.substr(0, json.size() - 1)).message ==
          "the model's answer was cut off");
    CHECK(assembly_error(R"({"type":"error","error":{"message":"no"}})").message.ends_with(": no"));
    CHECK(assembly_error(R"({"type":"message"})").message.ends_with("it holds no content"));
    CHECK(assembly_error("<html>").message.find("web page") != std::string::npos);
}
