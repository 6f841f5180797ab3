#include "libagent/models/anthropic_request_json.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/request_parts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace askdb::models {
namespace {

constexpr std::size_t longest_tool_name = 128;

/// Ids and names as the API takes them, `[a-zA-Z0-9_-]`: those that another provider's model made
/// up may hold more. What is different stays different.
std::string plain_name(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
        plain += fine ? std::string(1, c) : fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    return plain;
}

/// The API refuses text blocks that are empty or blank.
void add_text_block(Json& content, const std::string& text) {
    if (!trim(text).empty()) content.push_back({{"type", "text"}, {"text", text}});
}

/// Whether the blocks that a reply consisted of belong to the calls that the message holds.
bool holds_calls_of(const Json& blocks, const chat::Message& message) {
    if (!blocks.is_array()) return false;
    std::size_t next = 0;
    for (const Json& block : blocks) {
        if (text_field(block, "type") != "tool_use") continue;
        if (next == message.tool_calls.size()) return false;
        const std::string& id = message.tool_calls[next++].id;
        if (text_field(block, "id") != id || plain_name(id) != id) return false;
    }
    return next == message.tool_calls.size();
}

void add_assistant_blocks(Json& content, const chat::Message& message, std::string_view model) {
    const Json state = provider_state_of(message, model);
    if (holds_calls_of(state, message)) {
        for (const Json& block : state) content.push_back(block);
        return;
    }
    add_text_block(content, message.text);
    for (const chat::ToolCall& call : message.tool_calls) {
        content.push_back({{"type", "tool_use"},
                           {"id", plain_name(call.id)},
                           {"name", plain_name(call.name).substr(0, longest_tool_name)},
                           {"input", sendable_arguments_json(call.arguments)}});
    }
}

void add_result_block(Json& content, const chat::Message& message) {
    Json block = {{"type", "tool_result"}, {"tool_use_id", plain_name(message.tool_call_id)}};
    if (!trim(message.text).empty()) block["content"] = message.text;
    if (message.failed) block["is_error"] = true;
    content.push_back(std::move(block));
}

/// Roles alternate: results and words that follow each other are one message of the user.
Json anthropic_messages_json(const ModelRequest& request, std::string_view model) {
    Json messages = Json::array();
    for (const chat::Message& message : request.messages) {
        if (message.role == chat::Role::system) continue;
        const char* const role = message.role == chat::Role::assistant ? "assistant" : "user";
        Json content = Json::array();
        if (message.role == chat::Role::assistant) {
            add_assistant_blocks(content, message, model);
        } else if (message.role == chat::Role::tool) {
            add_result_block(content, message);
        } else {
            add_text_block(content, message.text);
        }
        if (content.empty()) continue;
        if (messages.empty() || messages.back()["role"] != role) {
            messages.push_back({{"role", role}, {"content", Json::array()}});
        }
        Json& blocks = messages.back()["content"];
        blocks.insert(blocks.end(), content.begin(), content.end());
    }
    return messages;
}

Json system_blocks_json(const ModelRequest& request) {
    Json system = Json::array();
    for (const chat::Message& message : request.messages) {
        if (message.role == chat::Role::system) add_text_block(system, message.text);
    }
    return system;
}

Json offered_tools_json(const ModelRequest& request) {
    Json tools = Json::array();
    for (const ToolOffer& tool : request.tools) {
        tools.push_back({{"name", tool.name},
                         {"description", tool.summary},
                         {"input_schema", offered_schema(tool)}});
    }
    return tools;
}

/// A conversation that holds calls must declare their tools, even when no more calls are wanted.
Json called_tools_json(const Json& messages) {
    std::set<std::string_view> names;
    for (const Json& message : messages) {
        for (const Json& block : message["content"]) {
            if (text_field(block, "type") == "tool_use") names.insert(text_field(block, "name"));
        }
    }
    Json tools = Json::array();
    for (const std::string_view name : names) {
        tools.push_back({{"name", name}, {"input_schema", {{"type", "object"}}}});
    }
    return tools;
}

/// What stands up to here is kept in the provider's cache for the next request.
void mark_for_cache(Json& block) {
    block["cache_control"] = {{"type", "ephemeral"}};
}

}

std::string anthropic_request_json(const Endpoint& endpoint, const ModelRequest& request) {
    Json json = {{"model", endpoint.model},
                 {"max_tokens", request.max_output_tokens},
                 {"stream", endpoint.stream}};
    if (Json system = system_blocks_json(request); !system.empty()) {
        mark_for_cache(system.back());
        json["system"] = std::move(system);
    }
    json["messages"] = anthropic_messages_json(request, endpoint.model);
    if (!json["messages"].empty() && json["messages"].back()["role"] == "user") {
        mark_for_cache(json["messages"].back()["content"].back());
    }
    Json tools =
        request.tools.empty() ? called_tools_json(json["messages"]) : offered_tools_json(request);
    if (tools.empty()) return dump_json(json);
    mark_for_cache(tools.back());
    json["tools"] = std::move(tools);
    if (request.tools.empty()) json["tool_choice"] = {{"type", "none"}};
    return dump_json(json);
}

}
