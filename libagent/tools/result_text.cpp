#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/results/profile.h"
#include "libagent/results/writers/hex.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/result_view.h"
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
constexpr std::string_view masked_mark = "(masked)";

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

/// A column of numbers or dates may hold a text all the same, where the database lets it.
bool is_number_or_date(std::string_view text) {
    return text == "NaN" || text.ends_with("Infinity") ||
           text.find_first_not_of("0123456789+-.:eETZ ") == std::string_view::npos;
}

bool shows_bounds(const database::ResultColumn& column, const results::ColumnProfile& profile,
                  const ResultView& view) {
    if (column.kind == database::Kind::bytes || profile.min.empty()) return false;
    if (view.level >= ShareLevel::sample) return true;
    const bool is_measure =
        database::is_number(column.kind) || column.kind == database::Kind::date ||
        column.kind == database::Kind::time || column.kind == database::Kind::timestamp;
    return is_measure && is_number_or_date(profile.min) && is_number_or_date(profile.max);
}

Json column_json(const database::ResultColumn& column, const results::ColumnProfile& profile,
                 const ResultView& view, bool is_masked) {
    Json json = {{"name", clipped(column.name, max_told_name_bytes)},
                 {"type", kind_name(column.kind)}};
    if (is_masked) json["masked"] = true;
    if (!view.shows_stats()) return json;
    json["distinct"] = profile.distinct;
    if (profile.distinct_capped) json["distinct_is_at_least"] = true;
    if (profile.nulls > 0) json["nulls"] = profile.nulls;
    if (!is_masked && shows_bounds(column, profile, view)) {
        json["min"] = clipped(profile.min, max_profile_bytes);
        json["max"] = clipped(profile.max, max_profile_bytes);
    }
    return json;
}

/// The first columns, as many as the budget of bytes allows.
Json columns_json(const database::Rows& rows, const ResultView& view, const std::stop_token& stop) {
    const std::vector<results::ColumnProfile> profiles =
        results::profile(rows, max_shown_columns, stop);
    Json columns = Json::array();
    std::size_t left_bytes = max_columns_bytes_told;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        if (!push_within(columns,
                         column_json(rows.columns[i], profiles[i], view, view.is_masked(i)),
                         left_bytes))
            break;
    }
    return columns;
}

/// What is shown of rows: their first columns, by the view.
struct ShownRows {
    const database::Rows& rows;
    std::size_t columns;
    const ResultView& view;
};

Json row_json(const ShownRows& shown, std::size_t row, std::size_t max_bytes) {
    Json line = Json::array();
    for (std::size_t column = 0; column < shown.columns; ++column) {
        const database::Cell cell = shown.rows.cell(row, column);
        if (shown.view.is_masked(column) && !cell.is_null())
            line.push_back(masked_mark);
        else
            line.push_back(cell_json(cell, max_bytes));
    }
    return line;
}

/// The first rows, as many as the budget of bytes allows; of a very wide one the cells' beginnings.
Json head_json(const ShownRows& shown) {
    Json head = Json::array();
    std::size_t left_bytes = max_rows_bytes;
    const std::size_t rows = std::min(shown.view.head_rows, shown.rows.row_count());
    for (std::size_t row = 0; row < rows; ++row) {
        if (push_within(head, row_json(shown, row, max_cell_bytes), left_bytes)) continue;
        if (row > 0) break;
        for (const std::size_t bytes : narrow_cell_bytes) {
            if (push_within(head, row_json(shown, row, bytes), left_bytes)) break;
        }
        break;
    }
    return head;
}

}

std::string result_text(const results::StoredResult& result, std::size_t head_rows,
                        const std::stop_token& stop, std::span<const chat::Finding> findings) {
    return result_text(result, ResultView{.head_rows = head_rows}, stop, findings);
}

std::string result_text(const results::StoredResult& result, const ViewSources& sources,
                        const std::stop_token& stop, std::span<const chat::Finding> findings) {
    return result_text(result, view_of(result, sources, stop), stop, findings);
}

std::string result_text(const results::StoredResult& result, const ResultView& view,
                        const std::stop_token& stop, std::span<const chat::Finding> findings) {
    const database::Rows& rows = result.rows;
    Json columns = columns_json(rows, view, stop);
    const std::size_t shown_columns = columns.size();
    Json head = head_json({rows, shown_columns, view});

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
    if (view.level < ShareLevel::sample && rows.row_count() > 0)
        json["values"] = "not shown here: name them in the answer by {r1.column}";
    return dump_json(json);
}

}
