#include "cli/repl/schema_text.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace askdb::cli::repl {
namespace {

using database::Dialect;
using database::ForeignKey;
using database::Table;

std::string shown_name(const Dialect& dialect, std::string_view name) {
    return visible(database::quoted(dialect, name));
}

std::string shown_table(const Dialect& dialect, const Table& table) {
    return visible(database::quoted_table(dialect, table.schema, table.name));
}

std::string name_list(const Dialect& dialect, const std::vector<std::string>& names) {
    std::vector<std::string> shown;
    for (const std::string& name : names) shown.push_back(shown_name(dialect, name));
    return "(" + join(shown, ", ") + ")";
}

std::string comment_text(std::string_view comment) {
    return comment.empty() ? std::string() : "-- " + visible(comment);
}

std::string key_text(const ForeignKey& key, const database::Catalog& catalog,
                     const Dialect& dialect) {
    const Table* const target = catalog.find_table(key.table);
    std::string text = fmt::format(
        "FOREIGN KEY {} REFERENCES {}", name_list(dialect, key.columns),
        target == nullptr ? shown_name(dialect, key.table) : shown_table(dialect, *target));
    if (!key.referenced.empty()) text += " " + name_list(dialect, key.referenced);
    return text;
}

/// A line within the parentheses: what it says, and the comment behind it.
struct SchemaLine {
    std::string text;
    std::string comment = {};
    bool is_comment = false;  ///< All of it: no comma behind it.
};

std::vector<SchemaLine> table_lines(const Table& table, const database::Catalog& catalog,
                                    const Dialect& dialect) {
    std::size_t widest = 0;
    for (const database::Column& column : table.columns)
        widest = std::max(widest, display_width(shown_name(dialect, column.name)));
    constexpr std::size_t most_width = 32;
    widest = std::min(widest, most_width);
    std::vector<SchemaLine> lines;
    for (const database::Column& column : table.columns) {
        std::string text = shown_name(dialect, column.name);
        text.append(widest - std::min(widest, display_width(text)), ' ');
        text += " " + visible(column.type);
        if (!column.nullable) text += " NOT NULL";
        while (text.ends_with(' ')) text.pop_back();
        lines.push_back({std::move(text), comment_text(column.comment)});
    }
    if (!table.primary_key.empty())
        lines.push_back({"PRIMARY KEY " + name_list(dialect, table.primary_key)});
    for (const ForeignKey& key : table.foreign_keys) {
        std::string text = key_text(key, catalog, dialect);
        if (key.inferred) text = "-- by its name: " + text;
        lines.push_back({std::move(text), {}, key.inferred});
    }
    return lines;
}

std::string parenthesized(const std::vector<SchemaLine>& lines) {
    const auto is_code = [](const SchemaLine& line) { return !line.is_comment; };
    const auto last = std::find_if(lines.rbegin(), lines.rend(), is_code);
    std::string text = "(\n";
    for (const SchemaLine& line : lines) {
        const bool is_last = last != lines.rend() && &line == &*last;
        text += "    " + line.text;
        if (!is_last && !line.is_comment) text += ",";
        if (!line.comment.empty()) text += "  " + line.comment;
        text += "\n";
    }
    return text + ")";
}

}

std::string schema_text(const Table& table, const database::Catalog& catalog,
                        const Dialect& dialect) {
    std::string text;
    if (!table.comment.empty()) text += comment_text(table.comment) + "\n";
    if (!table.is_view)
        return text + fmt::format("CREATE TABLE {} {};\n", shown_table(dialect, table),
                                  parenthesized(table_lines(table, catalog, dialect)));
    // A view's statement stays in the database: these are its columns.
    return text + fmt::format("CREATE VIEW {} {} AS SELECT …;\n", shown_table(dialect, table),
                              parenthesized(table_lines(table, catalog, dialect)));
}

}
