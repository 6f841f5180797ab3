#include "libagent/models/complete_calls.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <set>
#include <string>

namespace askdb::models {

void complete_calls(std::vector<chat::ToolCall>& calls, std::size_t calls_before) {
    std::set<std::string> ids;
    for (const chat::ToolCall& call : calls) ids.insert(call.id);
    std::set<std::string> used;
    std::size_t number = calls_before;
    for (chat::ToolCall& call : calls) {
        if (call.name.empty()) {
            throw Failure(Error{.code = Errc::model,
                                .message = "the model called a tool without naming it",
                                .retryable = true});
        }
        ++number;
        if (trim(call.arguments).empty()) call.arguments = "{}";
        for (std::size_t n = number; call.id.empty() || used.contains(call.id); ++n) {
            std::string made = "call_" + std::to_string(n);
            if (!ids.contains(made) && !used.contains(made)) call.id = std::move(made);
        }
        used.insert(call.id);
    }
}

std::size_t count_tool_calls(const ModelRequest& request) {
    std::size_t count = 0;
    for (const chat::Message& message : request.messages) count += message.tool_calls.size();
    return count;
}

void check_call_count(std::size_t count) {
    if (count < most_tool_calls) return;
    throw Failure(Error{Errc::model, "the model asked for more than 128 tool calls at once"});
}

}
