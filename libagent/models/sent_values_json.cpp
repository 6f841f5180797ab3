#include "libagent/models/sent_values_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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

/// The messages of one request, one after the other.
class SentReader {
  public:
    void read(const chat::Message& message) {
        const bool is_tool = message.role == chat::Role::tool;
        if (message.role == chat::Role::user && message.text.starts_with(flattened_results))
            return add("(text)", "", message.text);
        if (!is_tool || message.text.empty()) return;
        if (message.failed) return add("(error)", "", message.text);
        const std::size_t begin = std::min(message.text.find('{'), message.text.size());
        Result<Json> json = parse_json(std::string_view(message.text).substr(begin), "a result");
        if (!json || !json.value().is_object()) return read_words(message.text);
        read_object(json.value(), message.text);
    }

    std::vector<SentColumn> sent() { return std::move(sent_); }

  private:
    void read_object(const Json& json, const std::string& text) {
        if (json.contains("columns") && json.contains("rows") && json.contains("handle"))
            return read_result(json);
        if (json.contains("found") && json["found"].is_array()) {
            for (const Json& hit : json["found"]) {
                if (hit.is_object() && hit.contains("value"))
                    add(text_at(hit, "table"), text_at(hit, "column"), text_at(hit, "value"));
            }
            return;
        }
        const bool is_catalog = json.contains("tables") && json.contains("database");
        if (!is_catalog) add("(text)", "", text);
    }

    void read_result(const Json& json) {
        const std::string handle = text_at(json, "handle");
        const Json& columns = json["columns"];
        if (!columns.is_array() || !json["rows"].is_array()) return;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string name = text_at(columns[i], "name");
            for (const char* bound : {"min", "max"}) {
                if (columns[i].is_object() && columns[i].contains(bound))
                    add(handle, name, text_at(columns[i], bound));
            }
            const bool is_masked = columns[i].is_object() && columns[i].contains("masked");
            if (!is_masked) read_cells(json["rows"], i, {handle, name});
        }
        if (!json.contains("checks")) return;
        for (const Json& remark : json["checks"]) add("(remark)", "", text_of(remark));
    }

    void read_cells(const Json& rows, std::size_t column,
                    const std::pair<std::string, std::string>& of) {
        for (const Json& row : rows) {
            if (!row.is_array() || column >= row.size() || row[column].is_null()) continue;
            add(of.first, of.second, text_of(row[column]));
        }
    }

    /// A result that was shortened to one line names no value, nor does what says that it is done.
    void read_words(const std::string& text) {
        const bool is_line = text.find("query_results reads them") != std::string::npos;
        const bool is_outcome = text == "done" || text.starts_with("committed: ") ||
                                text.starts_with("approved and committed: ");
        if (!is_line && !is_outcome) add("(text)", "", text);
    }

    void add(const std::string& source, const std::string& column, std::string value) {
        auto found = std::find_if(sent_.begin(), sent_.end(), [&](const SentColumn& sent) {
            return sent.source == source && sent.column == column;
        });
        if (found == sent_.end())
            found = sent_.insert(found, SentColumn{.source = source, .column = column});
        found->values.push_back(std::move(value));
    }

    std::vector<SentColumn> sent_;
};

}

std::size_t SentColumn::bytes() const {
    std::size_t bytes = 0;
    for (const std::string& value : values) bytes += value.size();
    return bytes;
}

std::vector<SentColumn> sent_values(std::span<const chat::Message> messages) {
    SentReader reader;
    for (const chat::Message& message : messages) reader.read(message);
    return reader.sent();
}

}
