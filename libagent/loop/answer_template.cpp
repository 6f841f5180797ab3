#include "libagent/loop/answer_template.h"

#include "libagent/base/text.h"
#include "libagent/results/writer.h"
#include "libagent/results/writers/hex.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace askdb::loop {
namespace {

constexpr std::size_t longest_place = 300;
constexpr std::size_t most_shown_bytes_of_blob = 64;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `r1`, `r1[3]`, `r1.total`, `r1[3].total`, as they stand between the braces.
struct Place {
    std::string_view handle;
    std::optional<std::size_t> row = {};  ///< From 1.
    std::optional<std::string> column = {};
};

std::size_t digits_end(std::string_view text, std::size_t begin) {
    while (begin < text.size() && is_digit(text[begin])) ++begin;
    return begin;
}

std::string unquoted(std::string_view name) {
    name = trim(name);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
    return std::string(name);
}

std::optional<Place> read_place(std::string_view text) {
    if (text.size() < 2 || (text[0] != 'r' && text[0] != 'R')) return std::nullopt;
    std::size_t at = digits_end(text, 1);
    if (at == 1) return std::nullopt;
    Place place{.handle = text.substr(0, at)};
    if (at < text.size() && text[at] == '[') {
        const std::size_t end = digits_end(text, at + 1);
        std::size_t row = 0;
        const auto read = std::from_chars(text.data() + at + 1, text.data() + end, row);
        if (read.ec != std::errc() || row == 0 || end >= text.size() || text[end] != ']')
            return std::nullopt;
        place.row = row;
        at = end + 1;
    }
    if (at < text.size() && text[at] == '.') {
        place.column = unquoted(text.substr(at + 1));
        return place.column->empty() ? std::nullopt : std::optional(place);
    }
    if (at != text.size() || place.row) return std::nullopt;
    return place;
}

/// Whether text that begins with `{` may still become a place.
bool may_be_place(std::string_view text) {
    if (text.size() > longest_place) return false;
    if (text.size() > 1 && text[1] != 'r' && text[1] != 'R') return false;
    if (text.size() > 2 && !is_digit(text[2])) return false;
    const std::size_t end = digits_end(text, 2);
    if (end < text.size() && end > 2 && text[end] != '.' && text[end] != '[' && text[end] != '}')
        return false;
    return text.find_first_of("\n{", 1) == std::string_view::npos;
}

std::optional<std::size_t> column_of(const database::Rows& rows, std::string_view name) {
    const auto find = [&](auto is_same) -> std::optional<std::size_t> {
        const auto found = std::find_if(
            rows.columns.begin(), rows.columns.end(),
            [&](const auto& column) { return is_same(std::string_view(column.name), name); });
        if (found == rows.columns.end()) return std::nullopt;
        return static_cast<std::size_t>(found - rows.columns.begin());
    };
    if (auto exact = find([](auto a, auto b) { return a == b; })) return exact;
    return find([](auto a, auto b) { return equal_ignoring_case(a, b); });
}

std::string cell_text(const database::Cell& cell) {
    if (cell.is_null()) return "NULL";
    if (cell.kind == database::Kind::bytes)
        return results::hex_text(cell.text, results::hex_width(most_shown_bytes_of_blob));
    return valid_utf8(cell.text);
}

}

std::string AnswerTemplate::table_text(const results::StoredResult& result) const {
    const database::Rows& rows = result.rows;
    const std::size_t shown = std::min(table_rows_, rows.row_count());
    database::Rows first;
    first.columns = rows.columns;
    for (std::size_t row = 0; row < shown; ++row) {
        for (std::size_t column = 0; column < rows.column_count(); ++column) {
            const database::Cell cell = rows.cell(row, column);
            first.append(cell.kind, cell.text);
        }
    }
    results::StringSink sink;
    results::write_rows(*results::find_writer("markdown"), first, {.null_text = "NULL"}, sink);
    std::string text(trim(sink.text));
    if (shown < rows.row_count())
        text += fmt::format("\n\n(the first {} of {} rows)", with_thousands(shown),
                            with_thousands(rows.row_count()));
    return text;
}

/// What stands for the place; empty when no result has it.
std::string AnswerTemplate::filled(std::string_view text) {
    const std::optional<Place> place = read_place(text);
    const results::StoredResult* const result = place ? results_.find(place->handle) : nullptr;
    if (result == nullptr) return {};
    const database::Rows& rows = result->rows;
    if (!place->column) return rows.columns.empty() ? std::string() : table_text(*result);
    const auto column = column_of(rows, *place->column);
    if (!column) {
        const bool counts = equal_ignoring_case(*place->column, "rows") && !place->row;
        return counts ? fmt::format("{}", rows.row_count()) : std::string();
    }
    const std::size_t row = place->row.value_or(1);
    if (row > rows.row_count()) return {};
    std::string value = cell_text(rows.cell(row - 1, *column));
    return value.empty() ? std::string("''") : value;
}

void AnswerTemplate::add(std::string& out, std::string_view text) {
    if (text.empty()) return;
    if (wants_break_ && text.front() != '\n') out += "\n\n";
    wants_break_ = false;
    out += text;
    last_ = text.back();
}

/// Decides about what is held back, which begins with `{`. False: it must wait for more.
bool AnswerTemplate::take_place(std::string& out, bool is_end) {
    const std::size_t close = held_.find('}');
    const std::string_view until = std::string_view(held_).substr(0, close);
    if (close == std::string::npos || !may_be_place(until)) {
        if (!is_end && may_be_place(held_)) return false;
        add(out, held_.substr(0, 1));
        held_.erase(0, 1);
        return true;
    }
    const std::string whole = held_.substr(0, close + 1);
    held_.erase(0, close + 1);
    const std::string_view inside = std::string_view(whole).substr(1, whole.size() - 2);
    const std::string value = filled(inside);
    if (value.empty()) {
        const bool is_new = std::find(unknown_.begin(), unknown_.end(), whole) == unknown_.end();
        if (is_new && read_place(inside)) unknown_.push_back(whole);
        add(out, whole);
        return true;
    }
    const bool is_table = inside.find('.') == std::string_view::npos;
    if (is_table && last_ != '\n') out += "\n\n";
    add(out, value);
    wants_break_ = is_table;
    return true;
}

std::string AnswerTemplate::drain(bool is_end) {
    std::string out;
    while (!held_.empty()) {
        const std::size_t open = std::min(held_.find('{'), held_.size());
        add(out, held_.substr(0, open));
        held_.erase(0, open);
        if (!held_.empty() && !take_place(out, is_end)) break;
    }
    return out;
}

std::string AnswerTemplate::feed(std::string_view text) {
    held_ += text;
    return drain(false);
}

std::string AnswerTemplate::finish() {
    return drain(true);
}

FilledText fill_template(std::string_view text, const results::ResultStore& results,
                         std::size_t table_rows) {
    AnswerTemplate filling(results, table_rows);
    std::string filled = filling.feed(text);
    filled += filling.finish();
    return {std::move(filled), filling.unknown()};
}

}
