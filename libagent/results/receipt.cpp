#include "libagent/results/receipt.h"

#include "libagent/base/stable_hash.h"
#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/table_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_set>

namespace askdb::results {
namespace {

using database::SqlToken;
using database::Table;

constexpr std::uint64_t row_seed = 0x61736B6462000001;
constexpr std::size_t half_hash = 16;

/// Without comments and the semicolons at the end.
std::vector<SqlToken> statement_tokens(std::string_view sql, const database::Dialect& dialect) {
    std::vector<SqlToken> tokens = database::sql_tokens_without_comments(sql, dialect);
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    return tokens;
}

/// Where a table is found by: its name, and its name within its schema.
std::string place_key(std::string_view schema, std::string_view name) {
    return lower_ascii(schema) + '\n' + lower_ascii(name);
}

/// What stands in place of a table, as keys; of what is not understood every name.
std::unordered_set<std::string> named_places(std::span<const SqlToken> tokens) {
    std::unordered_set<std::string> keys;
    const auto places = database::table_places(tokens);
    if (places.ok()) {
        for (const database::TablePlace& place : places.value()) {
            const std::size_t count = place.parts.size();
            keys.insert(
                place_key(count > 1 ? place.parts[count - 2] : std::string(), place.parts.back()));
        }
        return keys;
    }
    for (const SqlToken& token : tokens) {
        if (token.is_name()) keys.insert(place_key({}, token.identifier()));
    }
    return keys;
}

/// A part of a text to be hashed, so that no two lists of parts make the same text.
void add_part(std::string& text, std::string_view part) {
    std::array<char, 8> size = {};  // The same on every machine.
    for (std::size_t i = 0; i < size.size(); ++i)
        size[i] = static_cast<char>((part.size() >> (8 * i)) & 0xFF);
    text.append(size.data(), size.size());
    text += part;
}

void add_parts(std::string& text, std::span<const std::string> parts) {
    add_part(text, std::to_string(parts.size()));
    for (const std::string& part : parts) add_part(text, part);
}

std::string foreign_key_text(const database::ForeignKey& key) {
    std::string text;
    add_parts(text, key.columns);
    add_part(text, key.table);
    add_parts(text, key.referenced);
    return text;
}

std::string table_text(const Table& table) {
    std::string text;
    add_part(text, table.qualified_name());
    add_part(text, table.is_view ? "view" : "table");
    for (const database::Column& column : table.columns) {
        add_part(text, column.name);
        add_part(text, column.type);
        add_part(text, column.nullable ? "null" : "not null");
    }
    add_parts(text, table.primary_key);
    std::vector<std::string> keys;  // In no order of their own.
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (!key.inferred) keys.push_back(foreign_key_text(key));
    }
    std::sort(keys.begin(), keys.end());
    add_parts(text, keys);
    return text;
}

/// A number from which every bit of `hash` is far away, and which no other one gives: the end of
/// MurmurHash3 (https://github.com/aappleby/smhasher).
std::uint64_t mixed(std::uint64_t hash) {
    hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
    hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
    return hash ^ (hash >> 33);
}

/// Each cell's hash begins with that of the cells before it.
std::uint64_t row_hash(const database::Rows& rows, std::size_t row) {
    std::uint64_t hash = row_seed;
    for (std::size_t column = 0; column < rows.column_count(); ++column) {
        const database::Cell cell = rows.cell(row, column);
        hash = cell.is_null() ? mixed(hash) : stable_hash64(cell.text, hash);
    }
    return hash;
}

}

std::vector<const Table*> named_tables(std::string_view sql, const database::Dialect& dialect,
                                       const database::Catalog& catalog) {
    const std::unordered_set<std::string> keys = named_places(statement_tokens(sql, dialect));
    std::unordered_set<std::string> usual;  // Names that the default schema has.
    for (const Table& table : catalog.tables) {
        if (table.schema.empty()) usual.insert(lower_ascii(table.name));
    }
    std::vector<const Table*> tables;
    for (const Table& table : catalog.tables) {
        const auto is_in = [&](std::string_view schema) {
            return !schema.empty() && keys.contains(place_key(schema, table.name));
        };
        const bool is_usual = table.schema.empty() || !usual.contains(lower_ascii(table.name));
        const bool is_bare = is_usual && keys.contains(place_key({}, table.name));
        if (is_bare || is_in(table.schema) || is_in(table.home)) tables.push_back(&table);
    }
    return tables;
}

std::string schema_hash(std::span<const Table* const> tables) {
    std::string text;
    for (const Table* table : tables) add_part(text, table_text(*table));
    return stable_hash(text);
}

std::string shape_hash(std::span<const database::ResultColumn> columns, TypesFrom types) {
    std::string text;
    for (const database::ResultColumn& column : columns) {
        add_part(text, column.name);
        add_part(text, types == TypesFrom::database ? column.declared_type : std::string());
    }
    return stable_hash(text);
}

bool asks_for_order(std::string_view sql, const database::Dialect& dialect) {
    const std::vector<SqlToken> tokens = statement_tokens(sql, dialect);
    int depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].is_symbol("(")) ++depth;
        if (tokens[i].is_symbol(")")) --depth;
        if (depth == 0 && tokens[i].is("order") && tokens[i + 1].is("by")) return true;
    }
    return false;
}

std::string result_hash(const database::Rows& rows, bool order_counts) {
    const std::size_t count = rows.row_count();
    std::uint64_t first = count, second = count;
    for (std::size_t row = 0; row < count; ++row) {
        const std::uint64_t hash = row_hash(rows, row);
        first += hash;  // Any order, but as often as they are there.
        second = order_counts ? mixed(second ^ hash) : second + mixed(hash);
    }
    return fmt::format("{:016x}{:016x}", first, second);
}

Difference difference_of(std::string_view kept_hash, std::string_view hash) {
    if (kept_hash == hash) return Difference::none;
    const bool same_rows = kept_hash.substr(0, half_hash) == hash.substr(0, half_hash);
    return same_rows ? Difference::order : Difference::values;
}

}
