#include "libagent/models/sent_values_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace askdb::models {
namespace {

constexpr std::string_view flattened_results = "What the tools said to calls";

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : dump_json(value);
}

std::string text_at(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() ? text_of(*found) : std::string();
}

/// What a tool tells, by which it is known where the values in it are.
enum class Telling { result, found, catalog, unknown };

Telling telling_of(std::string_view tool) {
    if (tool == "query" || tool == "query_results" || tool == "change_data") return Telling::result;
    if (tool == "find_values") return Telling::found;
    if (tool == "list_tables" || tool == "describe_tables") return Telling::catalog;
    return Telling::unknown;
}

/// What these tell beside values is words of ours, names and counts; another field may be anything.
constexpr std::array<std::string_view, 10> result_keys = {
    "handle",  "row_count",      "truncated",  "note", "checks",
    "columns", "columns_in_all", "rows_shown", "rows", "values"};
constexpr std::array<std::string_view, 6> search_keys = {"database", "found",      "values",
                                                         "secret",   "incomplete", "note"};

bool has_only(const Json& object, std::span<const std::string_view> keys) {
    for (const auto& field : object.items()) {
        if (std::find(keys.begin(), keys.end(), field.key()) == keys.end()) return false;
    }
    return true;
}

/// A change that is done, as told before its result; no value is in it.
bool is_outcome(std::string_view text) {
    return text.find('\n') == std::string_view::npos &&
           (text == "done" || text.starts_with("committed: ") ||
            text.starts_with("approved and committed: "));
}

/// A result that was shortened to "r1: 3 rows; …" names no value.
bool is_result_line(std::string_view text) {
    constexpr std::string_view end = ", query_results reads them";
    const std::size_t digits = text.find_first_not_of("0123456789", 1);
    return text.starts_with('r') && digits != 1 && digits < text.size() &&
           text.substr(digits).starts_with(": ") && text.find('\n') == std::string_view::npos &&
           text.ends_with(end);
}

/// The messages of one request, one after the other.
class SentReader {
  public:
    void read(const chat::Message& message) {
        note_calls(message.tool_calls);
        const bool is_tool = message.role == chat::Role::tool;
        if (message.role == chat::Role::user && message.text.starts_with(flattened_results))
            add("(text)", "", message.text);
        if (!is_tool || message.text.empty()) return;
        if (message.failed) {
            add("(error)", "", message.text);
            return;
        }
        const auto tool = tools_.find(message.tool_call_id);
        const Telling telling = tool == tools_.end() ? Telling::unknown : telling_of(tool->second);
        if (!is_read(telling, message.text)) add("(text)", "", message.text);
    }

    void read(const QuotingText& quoting) { add(std::string(quoting.source), "", quoting.text); }

    std::vector<SentColumn> sent() { return std::move(sent_); }

  private:
    /// Calls of one message that are called alike cannot be told apart.
    void note_calls(const std::vector<chat::ToolCall>& calls) {
        std::map<std::string, std::string> asked;
        for (const chat::ToolCall& call : calls) {
            const auto [known, is_new] = asked.emplace(call.id, call.name);
            if (!is_new && known->second != call.name) known->second.clear();
        }
        for (auto& [id, tool] : asked) tools_[id] = std::move(tool);
    }

    /// False: it is not certain where values are in it.
    bool is_read(Telling telling, std::string_view text) {
        if (telling == Telling::unknown) return false;
        if (telling == Telling::result) {
            if (is_outcome(text) || is_result_line(text)) return true;
            const std::size_t line = text.find('\n');
            const bool has_outcome =
                line != std::string_view::npos && is_outcome(text.substr(0, line));
            if (has_outcome) text.remove_prefix(line + 1);
        }
        const Result<Json> json = parse_json(text, "what a tool told");
        if (!json || !json.value().is_object()) return false;
        switch (telling) {
            case Telling::result: return is_result_read(json.value());
            case Telling::found: return is_search_read(json.value());
            case Telling::catalog:
                return json.value().contains("tables") && json.value().contains("database");
            case Telling::unknown: break;
        }
        return false;
    }

    bool is_search_read(const Json& json) {
        const auto found = json.find("found");
        if (found == json.end() || !found->is_array()) return false;
        if (!has_only(json, search_keys)) return false;
        for (const Json& hit : *found) {
            if (hit.is_object() && hit.contains("value"))
                add(text_at(hit, "table"), text_at(hit, "column"), text_at(hit, "value"));
        }
        return true;
    }

    bool is_result_read(const Json& json) {
        const auto columns = json.find("columns"), rows = json.find("rows");
        const bool is_result = json.contains("handle") && columns != json.end() &&
                               columns->is_array() && rows != json.end() && rows->is_array();
        if (!is_result || !has_only(json, result_keys)) return false;
        const std::string handle = text_at(json, "handle");
        for (std::size_t i = 0; i < columns->size(); ++i) {
            const Json& column = (*columns)[i];
            const std::string name = text_at(column, "name");
            for (const char* bound : {"min", "max"}) {
                if (column.is_object() && column.contains(bound))
                    ++add(handle, name, text_at(column, bound)).bounds;
            }
            const bool is_masked = column.is_object() && column.contains("masked");
            if (!is_masked) read_cells(*rows, i, {handle, name});
        }
        if (!json.contains("checks")) return true;
        for (const Json& remark : json["checks"]) add("(remark)", "", text_of(remark));
        return true;
    }

    void read_cells(const Json& rows, std::size_t column,
                    const std::pair<std::string, std::string>& of) {
        for (const Json& row : rows) {
            if (!row.is_array() || column >= row.size() || row[column].is_null()) continue;
            add(of.first, of.second, text_of(row[column]));
        }
    }

    SentColumn& add(const std::string& source, const std::string& column, std::string value) {
        auto found = std::find_if(sent_.begin(), sent_.end(), [&](const SentColumn& sent) {
            return sent.source == source && sent.column == column;
        });
        if (found == sent_.end())
            found = sent_.insert(found, SentColumn{.source = source, .column = column});
        found->values.push_back(std::move(value));
        return *found;
    }

    std::vector<SentColumn> sent_;
    std::map<std::string, std::string> tools_;  ///< By call: what it calls.
};

}

std::size_t SentColumn::bytes() const {
    std::size_t bytes = 0;
    for (const std::string& value : values) bytes += value.size();
    return bytes;
}

std::vector<SentColumn> sent_values(std::span<const chat::Message> messages,
                                    std::span<const QuotingText> quoting) {
    SentReader reader;
    for (const chat::Message& message : messages) reader.read(message);
    for (const QuotingText& quote : quoting) {
        const bool is_sent =
            std::any_of(messages.begin(), messages.end(), [&](const chat::Message& message) {
                return message.text.find(quote.text) != std::string::npos;
            });
        if (is_sent) reader.read(quote);
    }
    return reader.sent();
}

}
