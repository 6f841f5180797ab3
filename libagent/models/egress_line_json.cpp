#include "libagent/models/egress_line_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace askdb::models {
namespace {

constexpr std::array<const char*, 4> egress_roles = {"system", "user", "assistant", "tool"};

Json message_bytes_by_role(std::span<const chat::Message> messages) {
    std::array<std::size_t, egress_roles.size()> bytes{};
    for (const chat::Message& message : messages) {
        std::size_t& of_role = bytes[static_cast<std::size_t>(message.role)];
        of_role += message.text.size();
        for (const chat::ToolCall& call : message.tool_calls) of_role += call.arguments.size();
    }
    Json json = Json::object();
    for (std::size_t i = 0; i < bytes.size(); ++i) json[egress_roles[i]] = bytes[i];
    return json;
}

}

std::string egress_line(const Departure& departure, std::span<const SentColumn> values,
                        WallTime now) {
    Json columns = Json::array();
    std::size_t value_bytes = 0;
    for (const SentColumn& sent : values) {
        Json column = {{"source", sent.source}};
        if (!sent.column.empty()) column["column"] = sent.column;
        column["bytes"] = sent.bytes();
        column["values"] = sent.values;
        columns.push_back(std::move(column));
        value_bytes += sent.bytes();
    }
    const Json line = {{"time", rfc3339_text(now)},
                       {"host", departure.host},
                       {"model", departure.model},
                       {"conversation", departure.conversation},
                       {"request_bytes", departure.bytes},
                       {"text_bytes", message_bytes_by_role(departure.messages)},
                       {"value_bytes", value_bytes},
                       {"values", std::move(columns)}};
    return dump_json(line) + "\n";
}

bool begins_with_egress_line(std::string_view head) {
    const std::string_view line = head.substr(0, head.find('\n'));
    return line.starts_with("{\"time\":\"") &&
           line.find("\"request_bytes\":") != std::string_view::npos &&
           line.find("\"value_bytes\":") != std::string_view::npos;
}

}
