#include "libagent/loop/shorter_result_json.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace askdb::loop {
namespace {

constexpr std::size_t max_line_columns_bytes = 300;
constexpr std::size_t max_line_name_bytes = 80;
constexpr std::size_t max_line_quote_bytes = 200;
constexpr std::size_t clipped_suffix_bytes = 45;  ///< "… (N bytes in all)"

/// The JSON of a result (tools::result_text); null for any other text.
Json result_of_text(std::string_view text) {
    if (!text.starts_with('{')) return {};
    Result<Json> parsed = parse_json(text, "result");
    if (!parsed || !parsed.value().is_object()) return {};
    const Json& json = parsed.value();
    const auto has = [&json](const char* key, auto is) {
        const auto found = json.find(key);
        return found != json.end() && is(*found);
    };
    const bool is_result =
        has("handle", [](const Json& value) { return value.is_string(); }) &&
        has("row_count", [](const Json& value) { return value.is_number_integer(); }) &&
        has("columns", [](const Json& value) { return value.is_array(); }) &&
        has("rows", [](const Json& value) { return value.is_array(); });
    return is_result ? std::move(parsed).value() : Json();
}

std::string column_names(const Json& columns) {
    std::string names;
    for (const Json& column : columns) {
        const auto name = column.is_object() ? column.find("name") : column.end();
        if (name == column.end() || !name->is_string()) continue;
        const std::string shown = visible(clipped(name->get<std::string>(), max_line_name_bytes));
        if (names.size() + shown.size() > max_line_columns_bytes)
            return names + fmt::format(", … {} columns in all", columns.size());
        if (!names.empty()) names += ", ";
        names += shown;
    }
    return names;
}

std::string line_of_result(const Json& result) {
    const std::string handle =
        visible(clipped(result["handle"].get<std::string>(), max_line_name_bytes));
    const auto truncated = result.find("truncated");
    const bool more = truncated != result.end() && *truncated == true;
    return fmt::format(
        "{}: {} rows{}; columns {}; the rows are in handle {}, query_results reads "
        "them",
        handle, result["row_count"].get<std::int64_t>(), more ? " kept, more were there" : "",
        column_names(result["columns"]), handle);
}

/// The result with as many of its rows as fit; nothing when not even none do.
std::string with_fewer_rows(Json result, std::size_t max_bytes) {
    const Json rows = std::move(result["rows"]);
    result["rows"] = Json::array();
    result["rows_shown"] = rows.size();  // As long as it will ever be.
    std::size_t bytes = dump_json(result).size();
    if (bytes > max_bytes) return {};
    Json& shown = result["rows"];
    for (const Json& row : rows) {
        bytes += dump_json(row).size() + 1;
        if (bytes > max_bytes) break;
        shown.push_back(row);
    }
    result["rows_shown"] = shown.size();
    return dump_json(result);
}

}

std::string result_line(std::string_view text) {
    if (text.size() <= max_result_line_bytes) return std::string(text);
    const Json result = result_of_text(text);
    if (!result.is_null()) return line_of_result(result);
    const std::string beginning = visible(utf8_prefix(text, max_line_quote_bytes));
    return fmt::format("{}… ({} bytes, left out to save space; the same call brings them again)",
                       utf8_prefix(beginning, 2 * max_line_quote_bytes), text.size());
}

std::string shorter_result(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return valid_utf8(text);
    const std::size_t clip_bytes = max_bytes - std::min(max_bytes, clipped_suffix_bytes);
    Json result = result_of_text(text);
    if (result.is_null()) return clipped(text, clip_bytes);
    const std::string line = line_of_result(result);
    std::string fewer = with_fewer_rows(std::move(result), max_bytes);
    return fewer.empty() ? clipped(line, clip_bytes) : fewer;
}

std::string result_handle(std::string_view text) {
    const Json result = result_of_text(text);
    return result.is_null() ? std::string() : result["handle"].get<std::string>();
}

}
