#include "libagent/models/written_calls.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/models/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace askdb::models {
namespace {

using Calls = std::vector<chat::ToolCall>;

constexpr std::string_view call_begin = "<tool_call>", call_end = "</tool_call>";
constexpr std::string_view function_begin = "<function=", function_end = "</function>";
constexpr std::string_view parameter_begin = "<parameter=", parameter_end = "</parameter>";
constexpr std::string_view list_begin = "[TOOL_CALLS]";
constexpr std::string_view fence = "```";

/// Cuts `prefix` off; false when `text` does not begin with it.
bool skip(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Cuts all up to and with `end` off and gives what stood before it.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view before = text.substr(0, at);
    text.remove_prefix(at + end.size());
    return before;
}

const ToolOffer* offered_tool(std::string_view name, std::span<const ToolOffer> tools) {
    const auto found = std::find_if(tools.begin(), tools.end(),
                                    [name](const ToolOffer& tool) { return tool.name == name; });
    return found == tools.end() ? nullptr : &*found;
}

/// `{"name": …, "arguments": {…}}`, also with "parameters", as JSON in a text, or below "function".
bool read_object_call(const Json& json, std::span<const ToolOffer> tools, Calls& calls) {
    const Json* const inner = json_field(json, "function");
    const Json& call = inner != nullptr && inner->is_object() ? *inner : json;
    const std::string_view name = text_field(call, "name");
    if (offered_tool(name, tools) == nullptr) return false;
    const Json* arguments = json_field(call, "arguments");
    if (arguments == nullptr) arguments = json_field(call, "parameters");
    if (arguments == nullptr) return false;
    const std::string text =
        arguments->is_string() ? arguments->get<std::string>() : dump_json(*arguments);
    const Result<Json> parsed = parse_json(text, "arguments");
    if (!parsed || !parsed.value().is_object()) return false;
    calls.push_back({.id = {}, .name = std::string(name), .arguments = text});
    return true;
}

bool read_json_calls(std::string_view text, std::span<const ToolOffer> tools, Calls& calls) {
    const Result<Json> parsed = parse_json(text, "a call");
    if (!parsed) return false;
    if (!parsed.value().is_array()) return read_object_call(parsed.value(), tools, calls);
    return std::all_of(parsed.value().begin(), parsed.value().end(),
                       [&](const Json& json) { return read_object_call(json, tools, calls); });
}

/// A value written between tags: text where the tool wants text, else JSON where it is some.
Json tagged_value(std::string_view text, const ToolOffer& tool, std::string_view key) {
    if (text.starts_with('\n')) text.remove_prefix(1);
    if (text.ends_with('\n')) text.remove_suffix(1);
    const Result<Json> schema = parse_json(tool.schema, "schema");
    const Json* const properties = schema ? json_field(schema.value(), "properties") : nullptr;
    const Json* const property =
        properties == nullptr ? nullptr : json_field(*properties, std::string(key).c_str());
    const bool wants_text = property == nullptr || text_field(*property, "type") == "string";
    if (!wants_text) {
        if (Result<Json> value = parse_json(text, "a value")) return std::move(value).value();
    }
    return std::string(text);
}

/// `<function=NAME>` around a JSON object or around `<parameter=KEY>VALUE</parameter>`.
bool read_function_call(std::string_view& text, std::span<const ToolOffer> tools, Calls& calls) {
    if (!skip(text, function_begin)) return false;
    const auto name = take_until(text, ">");
    const ToolOffer* const tool = name ? offered_tool(trim(*name), tools) : nullptr;
    const auto body = take_until(text, function_end);
    if (tool == nullptr || !body) return false;
    std::string_view rest = trim(*body);
    Json arguments = Json::object();
    if (rest.starts_with('{')) {
        Result<Json> parsed = parse_json(rest, "arguments");
        if (!parsed) return false;
        arguments = std::move(parsed).value();
        rest = {};
    }
    while (!rest.empty()) {
        if (!skip(rest, parameter_begin)) return false;
        const auto key = take_until(rest, ">");
        const auto value = take_until(rest, parameter_end);
        if (!key || !value) return false;
        arguments[std::string(trim(*key))] = tagged_value(*value, *tool, trim(*key));
        rest = trim(rest);
    }
    calls.push_back({.id = {}, .name = std::string(tool->name), .arguments = dump_json(arguments)});
    return true;
}

bool read_function_calls(std::string_view text, std::span<const ToolOffer> tools, Calls& calls) {
    while (!text.empty()) {
        if (!read_function_call(text, tools, calls)) return false;
        text = trim(text);
    }
    return true;
}

bool read_tagged_calls(std::string_view text, std::span<const ToolOffer> tools, Calls& calls) {
    while (!text.empty()) {
        if (!skip(text, call_begin)) return false;
        const auto inner = take_until(text, call_end);
        if (!inner) return false;
        const std::string_view call = trim(*inner);
        const bool read = call.starts_with(function_begin) ? read_function_calls(call, tools, calls)
                                                           : read_json_calls(call, tools, calls);
        if (!read) return false;
        text = trim(text);
    }
    return true;
}

bool is_call_language(std::string_view language) {
    return language.empty() || language == "json" || language == "tool_call";
}

bool read_calls_of_any_spelling(std::string_view text, std::span<const ToolOffer> tools,
                                Calls& calls) {
    if (text.starts_with(call_begin)) return read_tagged_calls(text, tools, calls);
    if (text.starts_with(function_begin)) return read_function_calls(text, tools, calls);
    if (skip(text, list_begin)) return read_json_calls(text, tools, calls);
    if (skip(text, fence)) {
        const auto language = take_until(text, "\n");
        const auto inner = take_until(text, fence);
        return language && is_call_language(trim(*language)) && inner && trim(text).empty() &&
               read_json_calls(*inner, tools, calls);
    }
    return text.starts_with('{') && read_json_calls(text, tools, calls);
}

/// Whether an object that begins like this may be a call: by its first key.
bool may_become_object_call(std::string_view text) {
    if (text.starts_with('[')) text = trim(text.substr(1));
    if (text.empty()) return true;
    if (!skip(text, "{")) return false;
    text = trim(text);
    constexpr std::array<std::string_view, 6> keys = {
        "\"name\"", "\"function\"", "\"type\"", "\"id\"", "\"arguments\"", "\"parameters\""};
    return std::any_of(keys.begin(), keys.end(), [text](std::string_view key) {
        return text.starts_with(key) || key.starts_with(text);
    });
}

bool may_become_fenced_call(std::string_view text) {
    const auto language = take_until(text, "\n");
    if (language) return is_call_language(trim(*language)) && may_become_object_call(trim(text));
    return std::string_view("json").starts_with(text) ||
           std::string_view("tool_call").starts_with(text);
}

}

std::vector<chat::ToolCall> read_written_calls(std::string_view text,
                                               std::span<const ToolOffer> tools) {
    Calls calls;
    if (!read_calls_of_any_spelling(trim(text), tools, calls)) return {};
    return calls;
}

bool may_become_written_call(std::string_view beginning) {
    std::string_view text = trim(beginning);
    constexpr std::array<std::string_view, 4> openings = {call_begin, function_begin, list_begin,
                                                          fence};
    for (const std::string_view opening : openings) {
        if (opening.starts_with(text)) return true;
    }
    if (skip(text, fence)) return may_become_fenced_call(text);
    if (text.starts_with('{')) return may_become_object_call(text);
    return std::any_of(openings.begin(), openings.end(),
                       [text](std::string_view opening) { return text.starts_with(opening); });
}

}
