#include "libagent/models/openai_tool_calls.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/models/openai_fields.h"

#include <algorithm>
#include <set>

namespace askdb::models {
namespace {

constexpr std::size_t most_tool_calls = 128;

/// Arguments are text that holds JSON; some servers send the JSON itself.
std::string arguments_of(const Json& function) {
    const Json* const arguments = openai_field(function, "arguments");
    if (arguments == nullptr) return {};
    return arguments->is_string() ? arguments->get<std::string>() : dump_json(*arguments);
}

}

void OpenAiToolCalls::add(const Json& pieces) {
    if (pieces.is_object()) {
        add_piece(pieces);
    } else if (pieces.is_array()) {
        for (const Json& piece : pieces) add_piece(piece);
    }
}

void OpenAiToolCalls::add_piece(const Json& piece) {
    const Json* const function = openai_field(piece, "function");
    if (function == nullptr) return;
    const std::string_view id = openai_text_field(piece, "id");
    const std::string_view name = openai_text_field(*function, "name");
    const std::string arguments = arguments_of(*function);
    constexpr std::int64_t none = -1;
    const std::int64_t number = openai_count_field(piece, "index", none);
    const auto index = number == none ? std::nullopt : std::optional(number);

    Part& part = part_of(index, id, name, arguments);
    if (part.call.id.empty()) part.call.id = id;
    part.add_name(name);
    part.add_arguments(arguments);
    bytes_ += name.size() + arguments.size();
}

/// The call that a piece goes on with, or a new one.
OpenAiToolCalls::Part& OpenAiToolCalls::part_of(std::optional<std::int64_t> index,
                                                std::string_view id, std::string_view name,
                                                std::string_view arguments) {
    // From the back: where an index is used for several calls, the last one is still growing.
    const auto same = [&](const Part& part) {
        if (index) return part.index == index;
        return id.empty() || part.call.id == id;
    };
    const auto found = std::find_if(parts_.rbegin(), parts_.rend(), same);
    if (found != parts_.rend()) {
        const bool other_id = !id.empty() && !found->call.id.empty() && found->call.id != id;
        const bool begins_anew = found->has_whole_arguments() && trim(arguments).starts_with('{');
        // Without a name a piece can only go on, whatever its id says.
        if (name.empty() || !(other_id || begins_anew)) return *found;
    }
    if (parts_.size() == most_tool_calls) {
        throw Failure(Error{Errc::model, "the model asked for more than 128 tool calls at once"});
    }
    return parts_.emplace_back(Part{.index = index, .call = {}});
}

void OpenAiToolCalls::Part::add_name(std::string_view text) {
    // Some servers repeat the whole name with each piece.
    const bool repeated = text == call.name || !call.arguments.empty();
    if (call.name.empty() || !repeated) call.name += text;
}

void OpenAiToolCalls::Part::add_arguments(std::string_view text) {
    call.arguments += text;
    for (const char c : text) {
        if (escaped) {
            escaped = false;
        } else if (in_string) {
            escaped = c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
}

std::vector<chat::ToolCall> OpenAiToolCalls::take(std::size_t calls_before) {
    std::set<std::string> ids;
    for (const Part& part : parts_) ids.insert(part.call.id);
    std::set<std::string> used;
    std::vector<chat::ToolCall> calls;
    std::size_t number = calls_before;
    for (Part& part : parts_) {
        chat::ToolCall& call = part.call;
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
        calls.push_back(std::move(call));
    }
    parts_.clear();
    return calls;
}

}
