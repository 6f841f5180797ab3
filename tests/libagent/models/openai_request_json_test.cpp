#include "libagent/models/openai_request_json.h"

#include "libagent/base/error.h"
#include "libagent/models/openai_stream.h"
#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

using namespace askdb;
using namespace askdb::models;
using askdb::chat::Message;
using askdb::chat::Role;
using json = nlohmann::json;

namespace {

json request_of(const std::vector<Message>& messages, const std::vector<ToolOffer>& tools = {},
                OpenAiDialect dialect = {}) {
    return json::parse(openai_request_json(
        {.name = "openai:m", .model = "m", .base_url = ""},
        {.messages = messages, .tools = tools, .max_output_tokens = 77}, dialect));
}

}

TEST_CASE("openai request: a conversation with tools in the protocol's words", "[openai]") {
    const std::vector<Message> messages = {
        {.role = Role::system, .text = "Be true"},
        {.role = Role::user, .text = "How many?"},
        {.role = Role::assistant, .tool_calls = {{"c1", "query", R"({"sql":"select 1"})"}}},
        {.role = Role::tool, .text = "1 row", .tool_call_id = "c1"},
        {.role = Role::assistant, .text = "One"}};
    const std::vector<ToolOffer> tools = {
        {.name = "query", .summary = "Runs SQL", .schema = R"({"type":"object"})"}};

    const json request = request_of(messages, tools);

    CHECK(request == json::parse(R"({
        "model": "m", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 77,
        "messages": [
            {"role": "system", "content": "Be true"},
            {"role": "user", "content": "How many?"},
            {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
                "function": {"name": "query", "arguments": "{\"sql\":\"select 1\"}"}}]},
            {"role": "tool", "content": "1 row", "tool_call_id": "c1"},
            {"role": "assistant", "content": "One"}],
        "tools": [{"type": "function", "function":
            {"name": "query", "description": "Runs SQL", "parameters": {"type": "object"}}}]})"));
}

TEST_CASE("openai request: no tools, no list of tools", "[openai]") {
    CHECK_FALSE(request_of({{.text = "hi"}}).contains("tools"));
}

TEST_CASE("openai request: servers get the fields that they know", "[openai]") {
    const json openai = request_of({}, {}, openai_dialect("https://api.openai.com/v1"));
    const json mistral = request_of({}, {}, openai_dialect("https://api.mistral.ai/v1"));

    CHECK(openai.contains("max_completion_tokens"));
    CHECK_FALSE(openai.contains("max_tokens"));
    CHECK(mistral.contains("max_tokens"));
    CHECK_FALSE(mistral.contains("stream_options"));
    CHECK(openai_dialect("http://api.openai.com.evil.example/v1") == OpenAiDialect{});
}

TEST_CASE("openai request: a refused field is left out or renamed", "[openai]") {
    const OpenAiDialect usual, renamed{.completion_tokens = true};

    CHECK(openai_dialect_after(
              usual, "'max_tokens' is not supported, use 'max_completion_tokens'") == renamed);
    CHECK(openai_dialect_after(renamed, "Unrecognized argument: max_completion_tokens") == usual);
    CHECK(openai_dialect_after(renamed, "max_completion_tokens is too large: 9") == renamed);
    CHECK_FALSE(openai_dialect_after(usual, "extra field: stream_options").stream_usage);
    CHECK(openai_dialect_after(usual, "no such model") == usual);
}

TEST_CASE("openai request: arguments that are no JSON object are quoted in one", "[openai]") {
    const auto sent = [](std::string arguments) {
        const json request = request_of(
            {{.role = Role::assistant, .tool_calls = {{"c", "f", std::move(arguments)}}}});
        return request["messages"][0]["tool_calls"][0]["function"]["arguments"].get<std::string>();
    };

    CHECK(sent("") == "{}");
    CHECK(sent(R"({"a": 1})") == R"({"a": 1})");
    CHECK(json::parse(sent(R"({"a": )"))["unreadable_arguments"] == R"({"a": )");
    CHECK(json::parse(sent("[1]"))["unreadable_arguments"] == "[1]");

    std::string broad = "{";
    for (int i = 0; i < 80'000; ++i) broad += "\"k" + std::to_string(i) + "\":1,";
    broad.back() = '}';
    constexpr std::chrono::seconds patience(test::is_sanitized ? 60 : 10);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(sent(broad) == broad);
    CHECK(std::chrono::steady_clock::now() - begin < patience);
}

TEST_CASE("openai request: what a server wants back with a call goes back unchanged", "[openai]") {
    OpenAiStream stream("m");
    stream.feed(
        R"(data: {"choices":[{"delta":{"reasoning_content":"Hm"}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"reasoning_content":"m","tool_calls":[{"index":0,"id":"c",)"
        R"("extra_content":{"google":{"thought_signature":"SIG+/="}},)"
        R"("function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})"
        "\n\ndata: [DONE]\n\n");
    const ModelReply reply = stream.finish();
    const Message message{.role = Role::assistant,
                          .tool_calls = reply.tool_calls,
                          .provider_state = reply.provider_state};
    const OpenAiDialect deepseek = openai_dialect("https://api.deepseek.com/v1");

    const json same = request_of({message}, {}, deepseek)["messages"][0];
    const json usual = request_of({message})["messages"][0];
    const json other = json::parse(
        openai_request_json({.name = "x", .model = "other", .base_url = ""},
                            {.messages = std::span(&message, 1)}, deepseek))["messages"][0];

    CHECK(same["reasoning_content"] == "Hmm");
    CHECK(same["tool_calls"][0]["extra_content"]["google"]["thought_signature"] == "SIG+/=");
    CHECK_FALSE(usual.contains("reasoning_content"));
    CHECK(other["reasoning_content"] == "");
    CHECK_FALSE(other["tool_calls"][0].contains("extra_content"));
    CHECK(openai_dialect_after({}, "reasoning_content must be passed back").reasoning_back);
}

TEST_CASE("openai request: bytes that are no UTF-8 become replacement characters", "[openai]") {
    CHECK(request_of({{.text = "a\xFF"}})["messages"][0]["content"] == "a\xEF\xBF\xBD");
}

TEST_CASE("openai request: a tool with a broken schema is named", "[openai]") {
    const std::vector<ToolOffer> tools = {{.name = "odd", .summary = "", .schema = "{"}};

    CHECK_THROWS_WITH(request_of({}, tools),
                      "tool 'odd' cannot be offered: its schema is no JSON object");
}
