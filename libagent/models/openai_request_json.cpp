#include "libagent/models/openai_request_json.h"

#include "libagent/base/json.h"
#include "libagent/net/url.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace askdb::models {
namespace {

const char* openai_role(chat::Role role) {
    switch (role) {
        case chat::Role::system: return "system";
        case chat::Role::user: return "user";
        case chat::Role::assistant: return "assistant";
        case chat::Role::tool: return "tool";
    }
    return "user";
}

/// Servers that read the arguments of earlier calls answer 400 or 500 when they are no JSON object,
/// and then the conversation could never go on: what a model wrote wrongly is quoted instead.
std::string sendable_arguments(const std::string& arguments) {
    if (is_json_object(arguments)) return arguments;
    if (arguments.empty()) return "{}";
    return dump_json(Json{{"unreadable_arguments", arguments}});
}

Json openai_call_json(const chat::ToolCall& call) {
    return {{"id", call.id},
            {"type", "function"},
            {"function", {{"name", call.name}, {"arguments", sendable_arguments(call.arguments)}}}};
}

Json openai_message_json(const chat::Message& message) {
    Json json = {{"role", openai_role(message.role)}, {"content", message.text}};
    if (message.role == chat::Role::tool) json["tool_call_id"] = message.tool_call_id;
    if (message.role != chat::Role::assistant || message.tool_calls.empty()) return json;
    if (message.text.empty()) json["content"] = nullptr;
    Json& calls = json["tool_calls"] = Json::array();
    for (const chat::ToolCall& call : message.tool_calls) calls.push_back(openai_call_json(call));
    return json;
}

Json openai_tool_json(const ToolOffer& tool) {
    Result<Json> schema = parse_json(tool.schema, "schema");
    if (!schema || !schema.value().is_object()) {
        throw Failure(Error{Errc::model, "tool '" + std::string(tool.name) +
                                             "' cannot be offered: its schema is no JSON object"});
    }
    return {{"type", "function"},
            {"function",
             {{"name", tool.name},
              {"description", tool.summary},
              {"parameters", std::move(schema).value()}}}};
}

}

OpenAiDialect openai_dialect(std::string_view base_url) {
    const Result<net::Url> url = net::parse_url(base_url);
    const std::string host = url ? url.value().host : std::string();
    // Mistral refuses fields that it does not know, and sends the usage without being asked.
    return {.completion_tokens = host == "api.openai.com",
            .stream_usage = host != "api.mistral.ai"};
}

OpenAiDialect openai_dialect_after(OpenAiDialect dialect, std::string_view complaint) {
    if (complaint.find("stream_options") != complaint.npos) dialect.stream_usage = false;
    if (complaint.find("max_completion_tokens") == complaint.npos) return dialect;
    // Named as what to use instead, or as what is not known; a value too large is neither.
    constexpr std::array<std::string_view, 5> unknown = {"nknown", "nrecognized", "nsupported",
                                                         "not supported", "not permitted"};
    const bool is_unknown = std::any_of(unknown.begin(), unknown.end(), [&](std::string_view word) {
        return complaint.find(word) != complaint.npos;
    });
    if (is_unknown || !dialect.completion_tokens) {
        dialect.completion_tokens = !dialect.completion_tokens;
    }
    return dialect;
}

std::string openai_request_json(std::string_view model, const ModelRequest& request,
                                OpenAiDialect dialect) {
    Json json = {{"model", model}, {"messages", Json::array()}, {"stream", true}};
    for (const chat::Message& message : request.messages) {
        json["messages"].push_back(openai_message_json(message));
    }
    if (dialect.stream_usage) json["stream_options"] = {{"include_usage", true}};
    json[dialect.completion_tokens ? "max_completion_tokens" : "max_tokens"] =
        request.max_output_tokens;
    // An empty list of tools is an error to many servers.
    for (const ToolOffer& tool : request.tools) json["tools"].push_back(openai_tool_json(tool));
    return dump_json(json);
}

}
