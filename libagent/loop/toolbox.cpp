#include "libagent/loop/toolbox.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::loop {
namespace {

bool is_tool_name(std::string_view name) {
    constexpr std::size_t longest_name = 64;
    const bool has_length = !name.empty() && name.size() <= longest_name;
    return has_length && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
           });
}

Failure unfit_tool(const tools::ToolSpec& tool, std::string_view why) {
    return Failure(
        {Errc::usage, fmt::format("the tool '{}' cannot be offered: {}", visible(tool.name), why)});
}

bool is_named(const tools::ToolSpec& tool, std::string_view name) {
    return tool.name == name;
}

}

Toolbox::Toolbox(const Agent& agent, bool may_write) {
    for (const tools::ToolSpec* tool : tools::all_tools()) add(*tool, may_write);
    const std::span own = agent.tools;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const tools::ToolSpec& tool = own[i];
        if (!is_tool_name(tool.name))
            throw unfit_tool(tool, "a name is 1 to 64 letters, digits, '_' and '-'");
        // Also a built-in one that is not offered now: what a name means must not depend on that.
        if (tools::find_tool(tool.name)) throw unfit_tool(tool, "a built-in tool has that name");
        if (std::any_of(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const auto& other) { return is_named(other, tool.name); }))
            throw unfit_tool(tool, "another one has that name");
        if (!is_json_object(tool.schema)) throw unfit_tool(tool, "its schema is no JSON object");
        if (!tool.run) throw unfit_tool(tool, "it has no function to run");
        add(tool, may_write);
    }
}

void Toolbox::add(const tools::ToolSpec& tool, bool may_write) {
    if (tool.needs_approval && !may_write) return;
    tools_.push_back(&tool);
    offers_.push_back({tool.name, tool.summary, tool.schema});
}

const tools::ToolSpec* Toolbox::find(std::string_view name) const {
    const auto found = std::find_if(tools_.begin(), tools_.end(),
                                    [&](const auto* tool) { return is_named(*tool, name); });
    return found == tools_.end() ? nullptr : *found;
}

std::vector<std::string> Toolbox::names() const {
    std::vector<std::string> names;
    for (const tools::ToolSpec* tool : tools_) names.emplace_back(tool->name);
    return names;
}

}
