#include "libagent/loop/table_line.h"

#include "libagent/base/text.h"
#include "libagent/loop/relevance.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::loop {
namespace {

constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_type_bytes = 100;
constexpr std::size_t separator_bytes = 2;
constexpr std::size_t remark_bytes = 40;  ///< ", … N columns in all"
constexpr std::size_t keys_part = 4;      ///< Of a line, that keys of several columns may take.

std::string schema_word(std::string_view text, std::size_t max_bytes = max_name_bytes) {
    return visible(clipped(text, max_bytes));
}

std::string schema_words(const std::vector<std::string>& names) {
    std::vector<std::string> words;
    for (const std::string& name : names) words.push_back(schema_word(name));
    return join(words, ", ");
}

/// ` /* … */`, whatever stands in it: it must not end that either. Empty for no comment.
std::string comment_text(std::string_view comment) {
    const std::string_view brief = short_comment(comment);
    std::string text = visible(brief);
    for (std::size_t at = 0; (at = text.find("*/")) != std::string::npos;) text.erase(at, 2);
    if (text.empty()) return {};
    return fmt::format(" /* {}{} */", text, brief.size() < trim(comment).size() ? "…" : "");
}

/// `equipment_id INTEGER → equipment.equipment_id`
std::string column_text(const database::Column& column, const database::Table& table,
                        const database::Dialect& dialect) {
    std::string text = schema_word(quoted(dialect, column.name));
    if (!column.type.empty()) text += " " + schema_word(column.type, max_type_bytes);
    if (table.primary_key.size() == 1 && table.primary_key[0] == column.name) text += " PK";
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (key.columns.size() == 1 && key.columns[0] == column.name) {
            text += fmt::format(" → {}.{}", schema_word(key.table), schema_words(key.referenced));
        }
    }
    return text;
}

std::string heading_text(const database::Table& table, const database::Dialect& dialect,
                         bool with_comment) {
    std::string text = table_name(table, dialect);
    if (table.is_view) text += " (view)";
    if (table.row_estimate) text += fmt::format(" (~{} rows)", *table.row_estimate);
    if (with_comment) text += comment_text(table.comment);
    return text + ": ";
}

/// The keys of several columns: those of one stand at their column.
std::string wide_keys_text(const database::Table& table) {
    std::string text;
    if (table.primary_key.size() > 1)
        text += fmt::format("; PK ({})", schema_words(table.primary_key));
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (key.columns.size() < 2) continue;
        text += fmt::format("; ({}) → {} ({})", schema_words(key.columns), schema_word(key.table),
                            schema_words(key.referenced));
    }
    return text;
}

/// Those of `texts`, one for each column, that fit, chosen by relevance.
std::vector<std::string> most_relevant(std::vector<std::string> texts,
                                       const std::vector<database::Column>& columns,
                                       const TableLine& line, std::size_t max_bytes) {
    std::size_t left = max_bytes - std::min(max_bytes, remark_bytes);
    std::vector<bool> kept(texts.size());
    for (const std::size_t index : by_relevance(columns, line.question)) {
        const std::size_t bytes = texts[index].size() + separator_bytes;
        if (bytes > left) continue;
        left -= bytes;
        kept[index] = true;
    }
    std::size_t index = 0;
    std::erase_if(texts, [&](const std::string&) { return !kept[index++]; });
    if (texts.size() < columns.size())
        texts.push_back(fmt::format("… {} columns in all", columns.size()));
    return texts;
}

}

std::string table_name(const database::Table& table, const database::Dialect& dialect) {
    return schema_word(quoted_table(dialect, table.schema, table.name));
}

std::string table_line(const database::Table& table, const database::Dialect& dialect,
                       const TableLine& line) {
    std::vector<std::string> texts;
    std::size_t bytes = 1;
    for (const database::Column& column : table.columns) {
        texts.push_back(column_text(column, table, dialect));
        if (line.with_comments) texts.back() += comment_text(column.comment);
        bytes += texts.back().size() + separator_bytes;
    }
    const std::string heading = heading_text(table, dialect, line.with_comments);
    std::string keys = wide_keys_text(table);
    if (heading.size() + bytes + keys.size() > line.max_bytes) {
        if (keys.size() > line.max_bytes / keys_part) keys.clear();
        const std::size_t taken = heading.size() + keys.size() + 1;
        texts = most_relevant(std::move(texts), table.columns, line,
                              line.max_bytes - std::min(line.max_bytes, taken));
    }
    return heading + join(texts, ", ") + keys + "\n";
}

}
