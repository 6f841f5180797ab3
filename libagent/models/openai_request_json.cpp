#include "libagent/models/openai_request_json.h"

#include "libagent/base/json.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/request_parts.h"
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

Json openai_call_json(const chat::ToolCall& call) {
    return {{"id", call.id},
            {"type", "function"},
            {"function", {{"name", call.name}, {"arguments", sendable_arguments(call.arguments)}}}};
}

Json openai_message_json(const chat::Message& message, std::string_view model,
                         OpenAiDialect dialect) {
    Json json = {{"role", openai_role(message.role)}, {"content", message.text}};
    if (message.role == chat::Role::tool) json["tool_call_id"] = message.tool_call_id;
    if (message.role != chat::Role::assistant || message.tool_calls.empty()) return json;
    if (message.text.empty()) json["content"] = nullptr;
    const Json state = provider_state_of(message, model);
    if (dialect.reasoning_back) {
        json["reasoning_content"] = text_field(state, "reasoning_content");
    }
    const Json* const extras = json_field(state, "extra_content");
    Json& calls = json["tool_calls"] = Json::array();
    for (const chat::ToolCall& call : message.tool_calls) {
        calls.push_back(openai_call_json(call));
        const Json* const extra = extras ? json_field(*extras, call.id.c_str()) : nullptr;
        if (extra != nullptr) calls.back()["extra_content"] = *extra;
    }
    return json;
}

Json openai_tool_json(const ToolOffer& tool) {
    return {{"type", "function"},
            {"function",
             {{"name", tool.name},
              {"description", tool.summary},
              {"parameters", offered_schema(tool)}}}};
}

}

OpenAiDialect openai_dialect(std::string_view base_url) {
    const Result<net::Url> url = net::parse_url(base_url);
    const std::string host = url ? url.value().host : std::string();
    // Mistral refuses fields that it does not know, and sends the usage without being asked.
    return {.completion_tokens = host == "api.openai.com",
            .stream_usage = host != "api.mistral.ai",
            .reasoning_back = host == "api.deepseek.com"};
}

OpenAiDialect openai_dialect_after(OpenAiDialect dialect, std::string_view complaint) {
    if (complaint.find("stream_options") != complaint.npos) dialect.stream_usage = false;
    if (complaint.find("reasoning_content") != complaint.npos) {
        dialect.reasoning_back = !dialect.reasoning_back;
    }
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

std::string openai_request_json(const Endpoint& endpoint, const ModelRequest& request,
                                OpenAiDialect dialect) {
    Json json = {
        {"model", endpoint.model}, {"messages", Json::array()}, {"stream", endpoint.stream}};
    for (const chat::Message& message : request.messages) {
        json["messages"].push_back(openai_message_json(message, endpoint.model, dialect));
    }
    if (endpoint.stream && dialect.stream_usage) json["stream_options"] = {{"include_usage", true}};
    json[dialect.completion_tokens ? "max_completion_tokens" : "max_tokens"] =
        request.max_output_tokens;
    // An empty list of tools is an error to many servers.
    for (const ToolOffer& tool : request.tools) json["tools"].push_back(openai_tool_json(tool));
    return dump_json(json);
}

}
