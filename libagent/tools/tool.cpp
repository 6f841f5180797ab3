#include "libagent/tools/tool.h"

#include "libagent/base/text.h"
#include "libagent/tools/shared_error.h"

#include <nlohmann/json.hpp>

#include <array>

namespace askdb::tools {

#define TOOL(name) extern const ToolSpec name##_tool;
#include "libagent/tools/tools.def"
#undef TOOL

std::span<const ToolSpec* const> all_tools() {
    static constexpr std::array tools = {
#define TOOL(name) &name##_tool,
#include "libagent/tools/tools.def"
#undef TOOL
    };
    return tools;
}

const ToolSpec* find_tool(std::string_view name) {
    for (const ToolSpec* tool : all_tools()) {
        if (tool->name == name) return tool;
    }
    return nullptr;
}

std::string failure_text(const Error& error, const Sharing& sharing) {
    return sharing.is_full() ? error.message : without_values(error, {}, {}).message;
}

ToolOutput run_tool(const ToolSpec& tool, const ToolContext& context, std::string_view arguments) {
    const Result<Json> parsed =
        parse_json(trim(arguments).empty() ? "{}" : arguments, "the arguments");
    if (!parsed.ok() || !parsed.value().is_object()) {
        return {.ok = false, .text = "not run: the arguments are not a JSON object"};
    }
    return tool.run(context, parsed.value());
}

}
