#include "libagent/models/openai_tool_calls.h"

#include "libagent/base/text.h"
#include "libagent/models/complete_calls.h"
#include "libagent/models/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace askdb::models {
namespace {

/// Arguments are text that holds JSON; some servers send the JSON itself.
std::string arguments_of(const Json& function) {
    const Json* const arguments = json_field(function, "arguments");
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
    const Json* const function = json_field(piece, "function");
    if (function == nullptr) return;
    const std::string_view id = text_field(piece, "id");
    const std::string_view name = text_field(*function, "name");
    const std::string arguments = arguments_of(*function);
    constexpr std::int64_t none = -1;
    const std::int64_t number = count_field(piece, "index", none);
    const auto index = number == none ? std::nullopt : std::optional(number);

    Part& part = part_of(index, id, name, arguments);
    if (part.call.id.empty()) part.call.id = id;
    part.add_name(name);
    part.add_arguments(arguments);
    if (const Json* const extra = json_field(piece, "extra_content")) {
        part.extra_content = dump_json(*extra);
        bytes_ += part.extra_content.size();
    }
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
    check_call_count(parts_.size());
    return parts_.emplace_back(Part{.index = index, .call = {}, .extra_content = {}});
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

std::vector<chat::ToolCall> OpenAiToolCalls::finished(std::size_t calls_before,
                                                      Json& extras) const {
    std::vector<chat::ToolCall> calls;
    for (const Part& part : parts_) calls.push_back(part.call);
    complete_calls(calls, calls_before);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const std::string& extra = parts_[i].extra_content;
        if (extra.empty()) continue;
        extras[calls[i].id] = parse_json(extra, "extra content").value_or_throw();
    }
    return calls;
}

}
