#include "libagent/models/anthropic_blocks.h"

#include "libagent/models/complete_calls.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/request_parts.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::models {

AnthropicBlocks::Kind AnthropicBlocks::kind_of(const Json& block) {
    const std::string_view type = text_field(block, "type");
    if (type == "text") return Kind::text;
    if (type == "thinking") return Kind::thinking;
    if (type == "redacted_thinking") return Kind::redacted;
    return type == "tool_use" ? Kind::tool : Kind::other;
}

std::string_view AnthropicBlocks::start(std::int64_t index, const Json& json) {
    Block block{.index = index, .kind = kind_of(json)};
    if (block.kind == Kind::thinking) block.text = text_field(json, "thinking");
    if (block.kind == Kind::text) block.text = text_field(json, "text");
    block.signature = text_field(json, "signature");
    if (block.kind == Kind::tool) {
        check_call_count(call_count_++);
        block.call.id = text_field(json, "id");
        block.call.name = text_field(json, "name");
        const Json* const input = json_field(json, "input");
        // While a call streams it begins with an empty object, which is no part of what follows.
        if (input != nullptr && !input->empty()) block.call.arguments = dump_json(*input);
    }
    if (block.kind != Kind::other) block.begun = dump_json(json);
    // Every block costs something, however little it says: a stream may hold any number of them.
    bytes_ += sizeof(Block) + block.begun.size();
    if (block.kind == Kind::text) bytes_ -= block.text.size();
    blocks_.push_back(std::move(block));
    return blocks_.back().kind == Kind::text ? std::string_view(blocks_.back().text)
                                             : std::string_view();
}

bool AnthropicBlocks::go_on(std::int64_t index, const Json& delta) {
    const auto found = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                    [index](const Block& block) { return block.index == index; });
    if (found == blocks_.rend()) return false;
    Block& block = *found;
    const std::string_view type = text_field(delta, "type");
    if (type == "text_delta" && block.kind == Kind::text) {
        block.text += text_field(delta, "text");
    } else if (type == "input_json_delta" && block.kind == Kind::tool) {
        block.text += text_field(delta, "partial_json");
        bytes_ += text_field(delta, "partial_json").size();
    } else if (type == "thinking_delta" && block.kind == Kind::thinking) {
        block.text += text_field(delta, "thinking");
        bytes_ += text_field(delta, "thinking").size();
    } else if (type == "signature_delta" && block.kind == Kind::thinking) {
        block.signature += text_field(delta, "signature");
        bytes_ += text_field(delta, "signature").size();
    }
    return true;
}

std::vector<chat::ToolCall> AnthropicBlocks::calls(std::size_t calls_before) const {
    std::vector<chat::ToolCall> calls;
    for (const Block& block : blocks_) {
        if (block.kind != Kind::tool) continue;
        calls.push_back(block.call);
        if (block.text.empty()) continue;
        // The protocol gives an object; that it came in pieces must leave no trace. What is no JSON
        // is left for the tools to complain of.
        const Result<Json> input = parse_json(block.text, "the arguments");
        calls.back().arguments = input ? dump_json(input.value()) : block.text;
    }
    complete_calls(calls, calls_before);
    return calls;
}

Json AnthropicBlocks::to_send_back(const std::vector<chat::ToolCall>& calls) const {
    const bool has_thoughts = std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.kind == Kind::thinking || block.kind == Kind::redacted;
    });
    if (!has_thoughts) return {};
    Json content = Json::array();
    std::size_t next_call = 0;
    for (const Block& block : blocks_) {
        if (block.kind == Kind::other || (block.kind == Kind::text && block.text.empty())) continue;
        Json json = parse_json(block.begun, "a block").value_or_throw();
        if (block.kind == Kind::text) json["text"] = block.text;
        if (block.kind == Kind::thinking) {
            json["thinking"] = block.text;
            json["signature"] = block.signature;
        }
        if (block.kind == Kind::tool && next_call < calls.size()) {
            const chat::ToolCall& call = calls[next_call++];
            json["id"] = call.id;
            json["input"] = sendable_arguments_json(call.arguments);
        }
        content.push_back(std::move(json));
    }
    return content;
}

}
