#include "libagent/models/anthropic_request_json.h"

#include "libagent/base/error.h"
#include "libagent/models/request_parts.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::models;
using askdb::chat::Message;
using askdb::chat::Role;
using json = nlohmann::json;

namespace {

json request_of(const std::vector<Message>& messages, const std::vector<ToolOffer>& tools = {}) {
    return json::parse(
        anthropic_request_json({.name = "anthropic:m", .model = "m", .base_url = ""},
                               {.messages = messages, .tools = tools, .max_output_tokens = 77}));
}

const std::vector<ToolOffer> one_tool = {
    {.name = "query", .summary = "Runs SQL", .schema = R"({"type":"object"})"}};

}

TEST_CASE("anthropic request: a conversation with tools in the protocol's words", "[anthropic]") {
    const json request = request_of(
        {{.role = Role::system, .text = "Be true"},
         {.role = Role::user, .text = "How many?"},
         {.role = Role::assistant,
          .text = "Let me look",
          .tool_calls = {{"c1", "query", R"({"sql":"select 1"})"}, {"c2", "query", "{}"}}},
         {.role = Role::tool, .text = "1 row", .tool_call_id = "c1"},
         {.role = Role::tool, .text = "no sql", .tool_call_id = "c2", .failed = true}},
        one_tool);

    CHECK(request == json::parse(R"({
        "model": "m", "stream": true, "max_tokens": 77,
        "system": [{"type": "text", "text": "Be true", "cache_control": {"type": "ephemeral"}}],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "How many?"}]},
            {"role": "assistant", "content": [
                {"type": "text", "text": "Let me look"},
                {"type": "tool_use", "id": "c1", "name": "query", "input": {"sql": "select 1"}},
                {"type": "tool_use", "id": "c2", "name": "query", "input": {}}]},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "c1", "content": "1 row"},
                {"type": "tool_result", "tool_use_id": "c2", "content": "no sql", "is_error": true,
                 "cache_control": {"type": "ephemeral"}}]}],
        "tools": [{"name": "query", "description": "Runs SQL", "input_schema": {"type": "object"},
                   "cache_control": {"type": "ephemeral"}}]})"));
}

TEST_CASE("anthropic request: what the API refuses is not sent", "[anthropic]") {
    const json request = request_of(
        {{.role = Role::user, .text = "Hi"},
         {.role = Role::assistant, .text = " \n"},
         {.role = Role::assistant, .tool_calls = {{"functions.f:0", "odd name", "not json"}}},
         {.role = Role::tool, .text = "", .tool_call_id = "functions.f:0"},
         {.role = Role::user, .text = "Answer now"}});

    REQUIRE(request["messages"].size() == 3);
    const json call = request["messages"][1]["content"][0];
    CHECK(call["id"] == "functions_2ef_3a0");
    CHECK(call["name"] == "odd_20name");
    CHECK(call["input"] == json{{"unreadable_arguments", "not json"}});
    const json last = request["messages"][2];
    CHECK(last["role"] == "user");
    CHECK(last["content"][0]["tool_use_id"] == "functions_2ef_3a0");
    CHECK_FALSE(last["content"][0].contains("content"));
    CHECK(last["content"][1]["text"] == "Answer now");
    CHECK_FALSE(request.contains("system"));
}

TEST_CASE("anthropic request: tools that were called are declared when none may be called",
          "[anthropic]") {
    const json with_calls = request_of({{.role = Role::user, .text = "Hi"},
                                        {.role = Role::assistant, .tool_calls = {{"c", "f", "{}"}}},
                                        {.role = Role::tool, .text = "x", .tool_call_id = "c"}});

    CHECK(with_calls["tools"][0]["name"] == "f");
    CHECK(with_calls["tool_choice"] == json{{"type", "none"}});
    CHECK_FALSE(request_of({{.text = "hi"}}).contains("tools"));
}

TEST_CASE("anthropic request: thoughts go back to the model that had them, and to no other",
          "[anthropic]") {
    const Json blocks = Json::parse(R"([{"type":"thinking","thinking":"Hm","signature":"S"},
                                        {"type":"tool_use","id":"c","name":"f","input":{}}])");
    Message message{.role = Role::assistant,
                    .tool_calls = {{"c", "f", "{}"}},
                    .provider_state = make_provider_state("m", blocks)};
    const auto kinds = [&] {
        std::vector<std::string> types;
        const json request = request_of({message});
        for (const auto& block : request["messages"][0]["content"]) types.push_back(block["type"]);
        return types;
    };

    CHECK(kinds() == std::vector<std::string>{"thinking", "tool_use"});
    message.tool_calls[0].id = "d";
    CHECK(kinds() == std::vector<std::string>{"tool_use"});
    message.tool_calls[0].id = "c";
    message.provider_state = make_provider_state("other", blocks);
    CHECK(kinds() == std::vector<std::string>{"tool_use"});
    message.provider_state = "{broken";
    CHECK(kinds() == std::vector<std::string>{"tool_use"});
}

TEST_CASE("anthropic request: a tool with a broken schema is named", "[anthropic]") {
    const std::vector<ToolOffer> tools = {{.name = "odd", .summary = "", .schema = "{"}};

    CHECK_THROWS_WITH(request_of({}, tools),
                      "tool 'odd' cannot be offered: its schema is no JSON object");
}
