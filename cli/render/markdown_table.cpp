#include "cli/render/markdown_table.h"

#include "cli/render/markdown_inline.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::size_t longest_held_line = 16u << 10;
constexpr std::size_t most_columns = 64;  // With most_rows: what a hostile answer can make us hold.
constexpr std::size_t most_rows = 2'000;

/// The cells of `| a | b |`, trimmed; `\|` is a bar within a cell.
std::vector<std::string> table_cells(std::string_view line) {
    line = trim(line);
    if (line.starts_with('|')) line.remove_prefix(1);
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            cell += line[++i];
        } else if (line[i] == '|') {
            cells.emplace_back(trim(cell));
            cell.clear();
        } else {
            cell += line[i];
        }
    }
    if (!trim(cell).empty()) cells.emplace_back(trim(cell));
    return cells;
}

bool is_ruler(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) {
        if (cell.starts_with(':')) cell.remove_prefix(1);
        if (cell.ends_with(':')) cell.remove_suffix(1);
        return !cell.empty() && cell.find_first_not_of('-') == std::string_view::npos;
    });
}

bool looks_like_number(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_not_of("0123456789.,+-% ") == std::string_view::npos;
}

/// A column is one of numbers (the writer aligns them right) when nothing else is in it.
std::vector<bool> number_columns(const std::vector<std::vector<std::string>>& rows,
                                 std::size_t columns) {
    std::vector<bool> numbers(columns, !rows.empty());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns && i < row.size(); ++i) {
            if (!row[i].empty() && !looks_like_number(row[i])) numbers[i] = false;
        }
    }
    return numbers;
}

database::Rows table_rows(const std::vector<std::string>& names,
                          const std::vector<std::vector<std::string>>& rows) {
    database::Rows table;
    const std::vector<bool> numbers = number_columns(rows, names.size());
    for (const std::string& name : names)
        table.columns.push_back({.name = name, .declared_type = {}});
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const bool empty = i >= row.size() || row[i].empty();
            const database::Kind kind = empty        ? database::Kind::null
                                        : numbers[i] ? database::Kind::decimal
                                                     : database::Kind::text;
            table.append(kind, empty ? std::string_view() : std::string_view(row[i]));
        }
    }
    table.settle_kinds();
    return table;
}

bool is_fence(std::string_view line) {
    line = trim(line);
    return line.starts_with("```") || line.starts_with("~~~");
}

}

std::vector<AnswerPiece> MarkdownTables::feed(std::string_view text) {
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
        take_part(text.substr(0, length));
        text.remove_prefix(length);
    }
    return std::exchange(pieces_, {});
}

std::vector<AnswerPiece> MarkdownTables::finish() {
    if (!line_.empty()) take_line(std::exchange(line_, {}));
    end_table();
    passing_ = false;
    in_fence_ = false;
    return std::exchange(pieces_, {});
}

/// `part` lies within one line, and ends it when it ends in a newline.
void MarkdownTables::take_part(std::string_view part) {
    const bool ends = part.ends_with('\n');
    if (passing_) {
        emit(part);
        passing_ = !ends;
        return;
    }
    line_ += part;
    if (ends) return take_line(std::exchange(line_, {}));
    const std::size_t first = line_.find_first_not_of(' ');
    const bool undecided = first == std::string::npos ||
                           std::string_view("|`~").find(line_[first]) != std::string_view::npos;
    if (undecided && line_.size() < longest_held_line) return;
    end_table();
    emit(std::exchange(line_, {}));
    passing_ = true;
}

void MarkdownTables::take_line(std::string line) {
    if (is_fence(line)) in_fence_ = !in_fence_;
    if (!in_fence_ && trim(line).starts_with('|')) return take_table_line(std::move(line));
    end_table();
    emit(line);
}

void MarkdownTables::take_table_line(std::string line) {
    std::vector<std::string> cells = table_cells(line);
    if (has_ruler_) {
        if (rows_.size() == most_rows) {
            end_table();
            return emit(line);
        }
        cells.resize(std::min(cells.size(), names_.size()));
        for (std::string& cell : cells) cell = inline_words(cell);
        return rows_.push_back(std::move(cells));
    }
    if (!header_.empty() && cells.size() == names_.size() && is_ruler(cells)) {
        has_ruler_ = true;
        for (std::string& name : names_) name = inline_words(name);
        return;
    }
    end_table();
    if (cells.empty() || cells.size() > most_columns) return emit(line);
    header_ = std::move(line);
    names_ = std::move(cells);
}

/// Lets go of what was held: a table when it was one, else its head as text.
void MarkdownTables::end_table() {
    if (has_ruler_) {
        pieces_.emplace_back(table_rows(names_, rows_));
    } else {
        emit(header_);
    }
    header_.clear();
    names_.clear();
    rows_.clear();
    has_ruler_ = false;
}

void MarkdownTables::emit(std::string_view text) {
    if (text.empty()) return;
    if (pieces_.empty() || !std::holds_alternative<std::string>(pieces_.back()))
        pieces_.emplace_back(std::string());
    std::get<std::string>(pieces_.back()) += text;
}

}
