#include "cli/repl/sql_scope.h"

#include "cli/render/sql_keywords.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::TokenKind;

// Subqueries of subqueries may each have all columns twice.
constexpr std::size_t most_columns = 2'000;

// Each is looked into from within the one around it.
constexpr std::size_t most_subqueries = 500;

// `((select 1) union (select 2))`: so many are looked past.
constexpr std::size_t most_parens = 4;

/// Without its quotes, in the case in which it stands there.
std::string spelled_identifier(const SqlToken& token) {
    if (token.kind != TokenKind::quoted_name) return std::string(token.text);
    std::string out;
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        out += inside[i];
        if (inside[i] == token.text.back()) ++i;
    }
    return out;
}

bool ends_from_clause(const SqlToken& token) {
    static constexpr std::string_view words[] = {"where", "group",  "order",    "having", "limit",
                                                 "on",    "select", "set",      "values", "window",
                                                 "fetch", "offset", "returning"};
    return token.kind == TokenKind::word && among(words, lower_ascii(token.text));
}

}

SqlScope::SqlScope(database::SqlTokens statement, const CompletionSources& sources)
    : tokens_(statement), sources_(sources) {
    find_pairs();
    find_common_tables();
    find_queries();
}

bool SqlScope::is(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].is(word);
}

bool SqlScope::is_symbol(std::size_t i, std::string_view symbol) const {
    return i < tokens_.size() && tokens_[i].is_symbol(symbol);
}

/// What may be the name of a table or an alias.
bool SqlScope::is_name(std::size_t i) const {
    if (i >= tokens_.size()) return false;
    return tokens_[i].kind == TokenKind::quoted_name ||
           (tokens_[i].kind == TokenKind::word && !is_sql_word(lower_ascii(tokens_[i].text)));
}

std::string SqlScope::spelled(std::size_t i) const {
    return spelled_identifier(tokens_[i]);
}

void SqlScope::find_pairs() {
    pairs_.assign(tokens_.size() + 1, tokens_.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        if (tokens_[i].is_symbol("(")) open.push_back(i);
        if (!tokens_[i].is_symbol(")") || open.empty()) continue;
        pairs_[open.back()] = i;
        open.pop_back();
    }
}

/// `name AS (`, `name (a, b) AS (`, both behind WITH or a comma.
void SqlScope::find_common_tables() {
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
        if (!is_name(i)) continue;
        if (!is(i - 1, "with") && !is(i - 1, "recursive") && !is_symbol(i - 1, ",")) continue;
        CommonTable table{.name = spelled(i)};
        std::size_t at = i + 1;
        if (is_symbol(at, "(")) {
            for (std::size_t column = at + 1; column < pairs_[at]; ++column) {
                if (is_name(column)) table.columns.push_back(spelled(column));
            }
            at = pairs_[at] + 1;
        }
        if (!is(at, "as")) continue;
        ++at;
        if (is(at, "not")) ++at;
        if (is(at, "materialized")) ++at;
        if (!is_symbol(at, "(")) continue;
        table.paren = at;
        common_.push_back(std::move(table));
    }
}

bool SqlScope::begins_query(std::size_t i) const {
    return is(i, "select") || is(i, "with") || is(i, "values");
}

/// A subquery in FROM and the body of a common table expression, unlike one in WHERE.
bool SqlScope::sees_nothing_around(std::size_t paren) const {
    return paren > 0 && (is(paren - 1, "from") || is(paren - 1, "join") || is(paren - 1, "as") ||
                         is(paren - 1, "materialized"));
}

void SqlScope::find_queries() {
    queries_.push_back({});
    std::vector<Level> levels{{.is_query = true}};
    query_of_.assign(tokens_.size() + 1, 0);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        query_of_[i] = levels.back().query;
        if (is_symbol(i, ")") && levels.size() > 1) levels.pop_back();
        if (is_symbol(i, "(")) {
            levels.push_back(level_behind(i, levels.back()));
        } else {
            read_clause(i, levels.back());
        }
    }
    query_of_[tokens_.size()] = levels.back().query;
}

SqlScope::Level SqlScope::level_behind(std::size_t paren, const Level& around) {
    std::size_t first = paren + 1;
    while (is_symbol(first, "(") && first < paren + most_parens) ++first;
    if (!begins_query(first)) return {.query = around.query, .is_in_from = around.is_in_from};
    queries_.push_back({sees_nothing_around(paren) ? none : around.query});
    return {.query = queries_.size() - 1, .is_query = true};
}

/// Sees where tables are named, and puts them into their query.
void SqlScope::read_clause(std::size_t i, Level& level) {
    if (is(i, "union") || is(i, "intersect") || is(i, "except") || is(i, "minus")) {
        queries_.push_back({queries_[level.query].parent});
        level = {.query = queries_.size() - 1, .is_query = level.is_query};
    }
    const bool begins_from = (is(i, "from") && level.is_query) || is(i, "join");
    const bool names_target =
        level.is_query && (is(i, "into") || (is(i, "update") && !is(i - 1, "for")));
    if (begins_from) level.is_in_from = true;
    if (ends_from_clause(tokens_[i])) level.is_in_from = false;
    if (begins_from || names_target || (level.is_in_from && is_symbol(i, ",")))
        read_item(i + 1, queries_[level.query]);
}

void SqlScope::read_item(std::size_t i, Query& query) const {
    while (is(i, "lateral") || is(i, "only")) ++i;
    Item item;
    if (is_symbol(i, "(")) {
        item.paren = i;
        i = pairs_[i] + 1;
    } else if (is_name(i)) {
        item.table = spelled(i);
        while (is_symbol(i + 1, ".") && i + 2 < tokens_.size() && tokens_[i + 2].is_name()) {
            i += 2;
            item.schema = std::move(item.table);
            item.table = spelled(i);
        }
        ++i;
        if (is_symbol(i, "(")) i = pairs_[i] + 1;
    } else {
        return;
    }
    if (is(i, "as")) ++i;
    if (is_name(i)) item.alias = spelled(i);
    query.items.push_back(std::move(item));
}

std::vector<std::string> SqlScope::columns_of(std::string_view schema,
                                              std::string_view name) const {
    std::vector<std::string> columns;
    for (const CommonTable& table : common_) {
        if (!schema.empty() || !equal_ignoring_case(table.name, name)) continue;
        return table.columns.empty() ? columns_of_query(table.paren) : table.columns;
    }
    const database::Table* const table =
        sources_.catalog == nullptr ? nullptr : sources_.catalog->find_table(schema, name);
    if (table != nullptr) {
        for (const database::Column& column : table->columns) columns.push_back(column.name);
        return columns;
    }
    for (const CompletedHandle& handle : sources_.handles) {
        if (schema.empty() && equal_ignoring_case(handle.name, name)) return handle.columns;
    }
    return columns;
}

std::vector<std::string> SqlScope::columns_of_item(const Item& item) const {
    return item.table.empty() ? columns_of_query(item.paren) : columns_of(item.schema, item.table);
}

const std::vector<std::string>& SqlScope::columns_of_query(std::size_t paren) const {
    const bool is_new = outputs_.try_emplace(paren).second;
    if (is_new && outputs_.size() <= most_subqueries) outputs_[paren] = read_output(paren);
    return outputs_[paren];
}

/// What the query behind this `(` gives, as far as it gives names.
std::vector<std::string> SqlScope::read_output(std::size_t paren) const {
    std::vector<std::string> columns;
    const std::size_t end = pairs_[paren];
    std::size_t i = paren + 1;
    // Past common table expressions of its own.
    while (i < end && !is(i, "select"))
        i = is_symbol(i, "(") && !is(i + 1, "select") ? pairs_[i] + 1 : i + 1;
    if (i >= end) return columns;
    if (is(++i, "distinct") || is(i, "all")) ++i;
    std::size_t begin = i;
    for (; i < end && !is(i, "from"); i = is_symbol(i, "(") ? pairs_[i] + 1 : i + 1) {
        if (!is_symbol(i, ",")) continue;
        add_output(begin, i, columns);
        begin = i + 1;
    }
    add_output(begin, std::min(i, end), columns);
    return columns;
}

/// The column that the expression between the two gives; those of all tables for `*`.
void SqlScope::add_output(std::size_t begin, std::size_t end,
                          std::vector<std::string>& columns) const {
    if (begin >= end || columns.size() > most_columns) return;
    const std::size_t last = end - 1;
    if (is_name(last)) {
        columns.push_back(spelled(last));
        return;
    }
    const bool is_of_one = is_symbol(last, "*") && is_symbol(last - 1, ".");
    if (!is_symbol(last, "*") || (last != begin && !is_of_one)) return;
    const std::string table = is_of_one && last >= 2 ? spelled(last - 2) : std::string();
    for (const Item& item : queries_[query_of_[last]].items) {
        const bool is_it = equal_ignoring_case(item.alias.empty() ? item.table : item.alias, table);
        if (is_of_one && !is_it) continue;
        for (std::string& column : columns_of_item(item)) columns.push_back(std::move(column));
        if (columns.size() > most_columns) return;
    }
}

std::vector<ScopedTable> SqlScope::tables_at(std::size_t token) const {
    std::vector<ScopedTable> tables;
    for (std::size_t query = query_of_[std::min(token, tokens_.size())]; query != none;
         query = queries_[query].parent) {
        for (const Item& item : queries_[query].items) {
            tables.push_back({item.alias.empty() ? item.table : item.alias, columns_of_item(item)});
        }
    }
    return tables;
}

std::vector<std::string> SqlScope::common_tables() const {
    std::vector<std::string> names;
    for (const CommonTable& table : common_) names.push_back(table.name);
    return names;
}

}
