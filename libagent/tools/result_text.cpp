#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/results/profile.h"
#include "libagent/results/writers/hex.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace askdb::tools {
namespace {

constexpr std::size_t max_cell_bytes = 400;
constexpr std::size_t narrow_cell_bytes[] = {80, 20};  ///< For a first row that is too wide.
// Of JSON text; beside them there are a few short fields.
constexpr std::size_t max_columns_bytes_told = 16u << 10;
constexpr std::size_t max_rows_bytes = 22u << 10;
constexpr std::size_t max_shown_columns = 100;
constexpr std::size_t max_profile_bytes = 60;
constexpr std::size_t max_shown_blob_bytes = 32;
constexpr std::size_t max_finding_bytes = 1'500;

std::string_view kind_name(database::Kind kind) {
    switch (kind) {
        case database::Kind::null: return "unknown";
        case database::Kind::boolean: return "boolean";
        case database::Kind::integer: return "integer";
        case database::Kind::decimal: return "decimal";
        case database::Kind::real: return "real";
        case database::Kind::text: return "text";
        case database::Kind::bytes: return "bytes";
        case database::Kind::date: return "date";
        case database::Kind::time: return "time";
        case database::Kind::timestamp: return "timestamp";
    }
    return "unknown";
}

template <class Number>
Json number_or_text(std::string_view text, std::size_t max_bytes) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole) return clipped(text, max_bytes);
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number)) return clipped(text, max_bytes);
    }
    return number;
}

std::string blob_text(std::string_view bytes) {
    std::string hex = results::hex_text(bytes, results::hex_width(max_shown_blob_bytes));
    if (bytes.size() > max_shown_blob_bytes)
        hex += fmt::format("… ({} bytes in all)", bytes.size());
    return hex;
}

Json cell_json(const database::Cell& cell, std::size_t max_bytes) {
    switch (cell.kind) {
        case database::Kind::null: return nullptr;
        case database::Kind::boolean: return cell.text == "true";
        case database::Kind::integer: return number_or_text<std::int64_t>(cell.text, max_bytes);
        case database::Kind::real: return number_or_text<double>(cell.text, max_bytes);
        case database::Kind::bytes: return blob_text(cell.text);
        default: return clipped(cell.text, max_bytes);
    }
}

Json column_json(const database::ResultColumn& column, const results::ColumnProfile& profile) {
    Json json = {{"name", clipped(column.name, max_told_name_bytes)},
                 {"type", kind_name(column.kind)}};
    json["distinct"] = profile.distinct;
    if (profile.distinct_capped) json["distinct_is_at_least"] = true;
    if (profile.nulls > 0) json["nulls"] = profile.nulls;
    if (column.kind != database::Kind::bytes && !profile.min.empty()) {
        json["min"] = clipped(profile.min, max_profile_bytes);
        json["max"] = clipped(profile.max, max_profile_bytes);
    }
    return json;
}

/// The first columns, as many as the budget of bytes allows.
Json columns_json(const database::Rows& rows, const std::stop_token& stop) {
    const std::vector<results::ColumnProfile> profiles =
        results::profile(rows, max_shown_columns, stop);
    Json columns = Json::array();
    std::size_t left_bytes = max_columns_bytes_told;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        if (!push_within(columns, column_json(rows.columns[i], profiles[i]), left_bytes)) break;
    }
    return columns;
}

Json row_json(const database::Rows& rows, std::size_t row, std::size_t columns,
              std::size_t max_bytes) {
    Json line = Json::array();
    for (std::size_t column = 0; column < columns; ++column) {
        line.push_back(cell_json(rows.cell(row, column), max_bytes));
    }
    return line;
}

/// The first rows, as many as the budget of bytes allows; of a very wide one the cells' beginnings.
Json head_json(const database::Rows& rows, std::size_t head_rows, std::size_t columns) {
    Json head = Json::array();
    std::size_t left_bytes = max_rows_bytes;
    for (std::size_t row = 0; row < std::min(head_rows, rows.row_count()); ++row) {
        if (push_within(head, row_json(rows, row, columns, max_cell_bytes), left_bytes)) continue;
        if (row > 0) break;
        for (const std::size_t bytes : narrow_cell_bytes) {
            if (push_within(head, row_json(rows, row, columns, bytes), left_bytes)) break;
        }
        break;
    }
    return head;
}

}

std::string result_text(const results::StoredResult& result, std::size_t head_rows,
                        const std::stop_token& stop, std::span<const chat::Finding> findings) {
    const database::Rows& rows = result.rows;
    Json columns = columns_json(rows, stop);
    const std::size_t shown_columns = columns.size();
    Json head = head_json(rows, head_rows, shown_columns);

    Json json = {
        {"handle", result.handle}, {"row_count", rows.row_count()}, {"truncated", rows.truncated}};
    if (rows.truncated)
        json["note"] = "more rows were there than are kept: row_count is not the total";
    for (const chat::Finding& finding : findings)
        json["checks"].push_back(clipped(finding.message, max_finding_bytes));
    json["columns"] = std::move(columns);
    if (shown_columns < rows.column_count()) json["columns_in_all"] = rows.column_count();
    json["rows_shown"] = head.size();
    json["rows"] = std::move(head);
    return dump_json(json);
}

}
