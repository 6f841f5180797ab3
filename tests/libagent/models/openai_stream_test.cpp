#include "libagent/models/openai_stream.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <optional>

using namespace askdb;
using namespace askdb::models;
using askdb::chat::ToolCall;

namespace {

ModelReply assembled(std::string_view bytes, std::size_t piece, std::string& streamed) {
    OpenAiStream stream;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        streamed += stream.feed(bytes.substr(at, piece));
    }
    return stream.finish();
}

/// The reply, which must be the same whole and byte by byte.
ModelReply assembled(std::string_view bytes) {
    std::string whole_text, text_by_bytes;
    ModelReply whole = assembled(bytes, std::max<std::size_t>(1, bytes.size()), whole_text);
    const ModelReply by_bytes = assembled(bytes, 1, text_by_bytes);
    CHECK(whole.text == by_bytes.text);
    CHECK(whole.tool_calls == by_bytes.tool_calls);
    CHECK(whole_text == text_by_bytes);
    return whole;
}

std::optional<Error> assembly_error(std::string_view bytes) {
    try {
        std::string streamed;
        assembled(bytes, std::max<std::size_t>(1, bytes.size()), streamed);
    } catch (const Failure& failure) {
        return failure.error();
    }
    return std::nullopt;
}

std::string event(std::string_view json) {
    return "data: " + std::string(json) + "\n\n";
}

std::string delta(std::string_view json, std::string_view finish = "null") {
    return event(R"({"choices":[{"index":0,"delta":)" + std::string(json) + R"(,"finish_reason":)" +
                 std::string(finish) + "}]}");
}

std::string calls(std::string_view pieces) {
    return delta(R"({"tool_calls":[)" + std::string(pieces) + "]}");
}

const std::string done = "data: [DONE]\n\n";

}

TEST_CASE("openai stream: text comes in pieces, usage in the last chunk", "[openai]") {
    const ModelReply reply =
        assembled(": comment\n\n" + delta(R"({"role":"assistant","content":"Hel"})") +
                  delta(R"({"content":"lo \u00e9"})") + delta("{}", R"("stop")") +
                  event(R"({"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,)"
                        R"("prompt_tokens_details":{"cached_tokens":8}}})") +
                  done);

    CHECK(reply.text == "Hello é");
    CHECK(reply.tool_calls.empty());
    CHECK(reply.finish_reason == FinishReason::stop);
    CHECK(reply.usage.input_tokens == 12);
    CHECK(reply.usage.output_tokens == 3);
    CHECK(reply.usage.cached_input_tokens == 8);
}

TEST_CASE("openai stream: parallel calls grow by their index", "[openai]") {
    const ModelReply reply =
        assembled(delta(R"({"content":"Let me look."})") +
                  calls(R"({"index":0,"id":"a","function":{"name":"query","arguments":""}})") +
                  calls(R"({"index":0,"function":{"arguments":"{\"sql\":"}})") +
                  calls(R"({"index":1,"id":"b","function":{"name":"list","arguments":"{"}})") +
                  calls(R"({"index":0,"function":{"arguments":"\"x}\"}"}},)"
                        R"({"index":1,"function":{"arguments":"}"}})") +
                  delta("{}", R"("tool_calls")") + done);

    CHECK(reply.text == "Let me look.");
    CHECK(reply.tool_calls ==
          std::vector<ToolCall>{{"a", "query", R"({"sql":"x}"})"}, {"b", "list", "{}"}});
    CHECK(reply.finish_reason == FinishReason::tool_calls);
}

TEST_CASE("openai stream: servers that number their calls badly are understood", "[openai]") {
    const std::vector<ToolCall> two = {{"call_1", "query", R"({"a":1})"},
                                       {"call_2", "query", R"({"a":2})"}};

    SECTION("whole calls in one chunk, without index and id") {
        CHECK(assembled(calls(R"({"function":{"name":"query","arguments":"{\"a\":1}"}},)"
                              R"({"function":{"name":"query","arguments":"{\"a\":2}"}})") +
                        done)
                  .tool_calls == two);
    }
    SECTION("the same index for all, empty ids") {
        CHECK(
            assembled(
                calls(
                    R"({"index":0,"id":"","function":{"name":"query","arguments":"{\"a\":1}"}})") +
                calls(
                    R"({"index":0,"id":"","function":{"name":"query","arguments":"{\"a\":2}"}})") +
                done)
                .tool_calls == two);
    }
    SECTION("the same index for all, no arguments, ids tell them apart") {
        CHECK(assembled(
                  calls(R"({"index":0,"id":"x","function":{"name":"query","arguments":""}})") +
                  calls(R"({"index":0,"id":"y","function":{"name":"list","arguments":""}})") + done)
                  .tool_calls == std::vector<ToolCall>{{"x", "query", "{}"}, {"y", "list", "{}"}});
    }
    SECTION("no index, ids tell them apart") {
        CHECK(assembled(calls(R"({"id":"x","function":{"name":"query","arguments":"{"}})") +
                        calls(R"({"id":"y","function":{"name":"list","arguments":""}})") +
                        calls(R"({"id":"x","function":{"arguments":"}"}})") + done)
                  .tool_calls == std::vector<ToolCall>{{"x", "query", "{}"}, {"y", "list", "{}"}});
    }
    SECTION("a new id with each piece of one call") {
        CHECK(
            assembled(
                calls(R"({"index":0,"id":"x","function":{"name":"query","arguments":"{\"a\""}})") +
                calls(R"({"index":0,"id":"z","function":{"arguments":":1}"}})") + done)
                .tool_calls == std::vector<ToolCall>{{"x", "query", R"({"a":1})"}});
    }
    SECTION("an id used twice is made distinct") {
        const auto twice =
            assembled(
                calls(R"({"index":0,"id":"call_2","function":{"name":"a","arguments":"{}"}},)"
                      R"({"index":1,"id":"call_2","function":{"name":"b","arguments":"{}"}})") +
                done)
                .tool_calls;
        REQUIRE(twice.size() == 2);
        CHECK(twice[0].id == "call_2");
        CHECK(twice[1].id == "call_3");
    }
}

TEST_CASE("openai stream: a name may come in pieces, repeated or once", "[openai]") {
    const std::vector<ToolCall> one = {{"i", "list_tables", R"({"a":1})"}};

    CHECK(assembled(calls(R"({"index":0,"id":"i","function":{"name":"list_"}})") +
                    calls(R"({"index":0,"function":{"name":"tables"}})") +
                    calls(R"({"index":0,"function":{"arguments":"{\"a\":1}"}})") + done)
              .tool_calls == one);
    CHECK(
        assembled(
            calls(
                R"({"index":0,"id":"i","function":{"name":"list_tables","arguments":"{\"a\""}})") +
            calls(R"({"index":0,"id":"i","function":{"name":"list_tables","arguments":":1}"}})") +
            done)
            .tool_calls == one);
}

TEST_CASE("openai stream: arguments may be missing, null or an object", "[openai]") {
    CHECK(
        assembled(calls(R"({"id":"i","function":{"name":"f"}})") + done).tool_calls[0].arguments ==
        "{}");
    CHECK(assembled(calls(R"({"id":"i","function":{"name":"f","arguments":null}})") + done)
              .tool_calls[0]
              .arguments == "{}");
    CHECK(assembled(calls(R"({"id":"i","function":{"name":"f","arguments":{"a":[1]}}})") + done)
              .tool_calls[0]
              .arguments == R"({"a":[1]})");
}

TEST_CASE("openai stream: made-up ids go on from the conversation's calls", "[openai]") {
    OpenAiStream stream("m", 7);
    stream.feed(calls(R"({"function":{"name":"f","arguments":"{}"}})") + done);

    CHECK(stream.finish().tool_calls[0].id == "call_8");
}

TEST_CASE("openai stream: reasoning and other choices are not the answer", "[openai]") {
    const ModelReply reply = assembled(
        delta(R"({"reasoning_content":"hmm","reasoning":"hm","content":null})") +
        delta(R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"no"}]},)"
              R"({"type":"text","text":"yes"}]})") +
        event(R"({"choices":[{"index":1,"delta":{"content":"other"},"finish_reason":"stop"}]})") +
        "event: ping\ndata: not json\n\n" + event("{}") + event("null") + delta("{}", "\"eos\"") +
        done);

    CHECK(reply.text == "yes");
    CHECK(reply.finish_reason == FinishReason::stop);
}

TEST_CASE("openai stream: finish reasons are told apart", "[openai]") {
    CHECK(assembled(delta(R"({"content":"x"})", R"("length")")).finish_reason ==
          FinishReason::length);
    CHECK(assembled(delta(R"({"content":"x"})", R"("content_filter")")).finish_reason ==
          FinishReason::content_filter);
    CHECK(assembled(calls(R"({"id":"i","function":{"name":"f"}})") + delta("{}", R"("stop")"))
              .finish_reason == FinishReason::tool_calls);
    CHECK(assembled(delta("{}", R"("tool_calls")")).finish_reason == FinishReason::stop);
}

TEST_CASE("openai stream: a refusal is told apart from an answer", "[openai]") {
    const ModelReply reply =
        assembled(delta(R"({"refusal":"I can't "})") + delta(R"({"refusal":"help."})") + done);

    CHECK(reply.text == "I can't help.");
    CHECK(reply.refusal == "I can't help");
    CHECK(reply.finish_reason == FinishReason::content_filter);
}

TEST_CASE("openai stream: a stream without an end is cut off, never an answer", "[openai]") {
    const std::string whole = delta(R"({"content":"The answer is 4"})") +
                              delta(R"({"content":"2"})") + delta("{}", R"("stop")");

    for (std::size_t cut = 0; cut + 1 < whole.size(); ++cut) {
        const auto error = assembly_error(whole.substr(0, cut));
        REQUIRE(error);
        CHECK(error->message == "the model's answer was cut off");
        CHECK(error->retryable);
        CHECK(error->code == Errc::model);
    }
    CHECK_FALSE(assembly_error(whole));
}

TEST_CASE("openai stream: an error inside the stream is a failure", "[openai]") {
    const auto plain = assembly_error(
        delta(R"({"content":"x"})", R"("length")") +
        event(R"({"error":{"message":"Token limit\u001b[2J reached.","code":400},"choices":[]})") +
        done);
    const auto passing =
        assembly_error(event(R"({"error":{"message":"busy","type":"overloaded_error"}})"));
    const auto named = assembly_error("event: error\ndata: {\"message\":\"no\",\"code\":503}\n\n");
    const auto words = assembly_error(event(R"({"error":"model crashed"})"));

    REQUIRE(plain);
    CHECK(plain->message ==
          "the model server failed in the middle of its answer: Token limit\\x1b[2J reached");
    CHECK_FALSE(plain->retryable);
    CHECK(passing->retryable);
    CHECK(named->retryable);
    CHECK(words->message.ends_with(": model crashed"));
    CHECK_FALSE(assembly_error(event(R"({"error":{},"choices":[]})") + done));
}

TEST_CASE("openai stream: what is no JSON is a failure", "[openai]") {
    const auto error = assembly_error(delta(R"({"content":"x"})") + "data: {\"choices\":[\n\n");
    const auto deep = assembly_error(event(std::string(100'000, '[')));

    REQUIRE(error);
    CHECK(error->message ==
          "the model server's answer is not understood: an event of the stream is not valid JSON");
    REQUIRE(deep);
}

TEST_CASE("openai stream: a web page is recognised", "[openai]") {
    const auto error = assembly_error("\n<!doctype html><html></html>");

    REQUIRE(error);
    CHECK(error->message.find("web page") != std::string::npos);
    CHECK_FALSE(error->retryable);
}

TEST_CASE("openai stream: a JSON answer to a stream request is taken", "[openai]") {
    const std::string json =
        R"({"choices":[{"index":0,"message":{"role":"assistant","content":"42","tool_calls":)"
        R"([{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
        R"("finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":2}})";

    OpenAiStream stream;
    CHECK(stream.feed("\n ").empty());
    CHECK(stream.feed(json).empty());
    const ModelReply reply = stream.finish();

    CHECK(reply.text == "42");
    CHECK(reply.tool_calls == std::vector<ToolCall>{{"c", "f", "{}"}});
    CHECK(reply.usage.total() == 7);
    CHECK(assembly_error(json.substr(0, json.size() - 1))->message ==
          "the model's answer was cut off");
    CHECK(assembly_error(R"({"error":{"message":"no such model"}})")
              ->message.ends_with("no such model"));
    CHECK(assembly_error(R"([{"error":{"message":"bad key","code":400}}])")
              ->message.ends_with("bad key"));
    CHECK(assembly_error(R"({"choices":[]})")->message.find("no choices") != std::string::npos);
}

TEST_CASE("openai stream: an endless answer is a failure that no retry helps", "[openai]") {
    const std::string piece = delta(R"({"content":")" + std::string(1u << 20, 'x') + R"("})");
    OpenAiStream stream;
    const auto flood = [&] {
        for (int i = 0; i < 9; ++i) stream.feed(piece);
    };

    CHECK_THROWS_AS(flood(), Failure);
    std::string many;
    for (int i = 0; i < 129; ++i) {
        many += calls(R"({"index":)" + std::to_string(i) + R"(,"function":{"name":"f"}})");
    }
    CHECK(assembly_error(many + done)->message.find("128") != std::string::npos);
}

TEST_CASE("openai stream: a call without a name is a failure", "[openai]") {
    const auto error = assembly_error(calls(R"({"id":"i","function":{"arguments":"{}"}})") + done);

    REQUIRE(error);
    CHECK(error->retryable);
}

TEST_CASE("openai stream: an empty answer is an answer", "[openai]") {
    const ModelReply reply = assembled(delta("{}", R"("stop")") + done);

    CHECK(reply.text.empty());
    CHECK(reply.tool_calls.empty());
    CHECK(reply.finish_reason == FinishReason::stop);
}

TEST_CASE("openai stream: absurd numbers in the usage do no harm", "[openai]") {
    const ModelReply reply =
        assembled(event(R"({"choices":[],"usage":{"prompt_tokens":-5,"completion_tokens":1e300,)"
                        R"("prompt_tokens_details":{"cached_tokens":99}}})") +
                  done);

    CHECK(reply.usage.total() == 0);
    CHECK(reply.usage.cached_input_tokens == 0);
}
