#include "libagent/database/table_filter.h"

#include "libagent/base/text.h"
#include "libagent/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::size_t most_pattern_parts = 3;
constexpr std::size_t longest_pattern_bytes = 400;

/// The bytes of the code point that begins here.
std::size_t code_point_bytes(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && is_continuation_byte(text[end])) ++end;
    return end - at;
}

/// Too much denied is better than too little: accents and case do not count.
bool is_denied_name(std::string_view pattern, std::string_view name) {
    return matches_wildcards(lower_ascii(pattern), lower_ascii(name)) ||
           matches_wildcards(folded(pattern), folded(name));
}

bool is_allowed_name(std::string_view pattern, std::string_view name) {
    return matches_wildcards(lower_ascii(pattern), lower_ascii(name));
}

bool matches_all(std::string_view pattern) {
    return std::all_of(pattern.begin(), pattern.end(), [](char c) { return c == '*'; });
}

}

bool matches_wildcards(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0;
    std::size_t star = std::string_view::npos, star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && pattern[p] == '?') {
            ++p;
            t += code_point_bytes(text, t);
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

std::optional<Error> judge_table_pattern(std::string_view pattern) {
    const auto wrong = [&](std::string_view why) {
        return Error{Errc::usage,
                     fmt::format("'{}' is no pattern for tables: {}",
                                 clipped(visible(pattern), longest_pattern_bytes), why),
                     "TABLE, SCHEMA.TABLE or DATABASE.SCHEMA.TABLE, with * and ? for any letters"};
    };
    if (pattern.size() > longest_pattern_bytes) return wrong("it is too long");
    if (!is_valid_utf8(pattern)) return wrong("it is not UTF-8");
    const std::vector<std::string> parts = split(pattern, '.');
    if (parts.size() > most_pattern_parts) return wrong("it has more than three parts");
    const bool has_empty = std::any_of(parts.begin(), parts.end(), [](const std::string& part) {
        return trim(part).empty() || trim(part) != part;
    });
    if (has_empty) return wrong("a part of it is empty or has blanks around it");
    constexpr std::string_view quotes = "\"`[]";
    if (pattern.find_first_of(quotes) != std::string_view::npos) {
        return wrong("names stand in it without quotes");
    }
    return std::nullopt;
}

TableFilter::Pattern TableFilter::read_pattern(std::string_view text) {
    std::vector<std::string> parts = split(text, '.');
    while (parts.size() < most_pattern_parts) parts.insert(parts.begin(), "*");
    return {std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
}

TableFilter::TableFilter(const TableLists& lists, std::vector<std::string> databases)
    : databases_(std::move(databases)) {
    if (lists.allowed.empty() && lists.denied.empty()) return;
    Layer layer{.has_allowed = !lists.allowed.empty()};
    for (const std::string& text : lists.allowed) layer.allowed.push_back(read_pattern(text));
    for (const std::string& text : lists.denied) layer.denied.push_back(read_pattern(text));
    layers_.push_back(std::move(layer));
}

void TableFilter::tighten(const TableFilter& other) {
    layers_.insert(layers_.end(), other.layers_.begin(), other.layers_.end());
    if (databases_.empty()) databases_ = other.databases_;
}

bool TableFilter::calls_database(std::string_view name) const {
    return std::any_of(databases_.begin(), databases_.end(),
                       [&](const std::string& own) { return equal_ignoring_case(own, name); });
}

bool TableFilter::is_allowed_by(const Layer& layer, std::string_view schema,
                                std::string_view table) const {
    const bool is_denied =
        std::any_of(layer.denied.begin(), layer.denied.end(), [&](const Pattern& pattern) {
            return (schema.empty() || is_denied_name(pattern.schema, schema)) &&
                   is_denied_name(pattern.table, table);
        });
    if (is_denied) return false;
    if (!layer.has_allowed) return true;
    return std::any_of(layer.allowed.begin(), layer.allowed.end(), [&](const Pattern& pattern) {
        const bool is_here =
            matches_all(pattern.database) ||
            std::any_of(databases_.begin(), databases_.end(), [&](const std::string& own) {
                return is_allowed_name(pattern.database, own);
            });
        const bool fits_schema =
            schema.empty() ? matches_all(pattern.schema) : is_allowed_name(pattern.schema, schema);
        return is_here && fits_schema && is_allowed_name(pattern.table, table);
    });
}

bool TableFilter::allows(std::string_view schema, std::string_view table) const {
    return std::all_of(layers_.begin(), layers_.end(),
                       [&](const Layer& layer) { return is_allowed_by(layer, schema, table); });
}

bool is_system_schema_name(std::string_view schema) {
    static constexpr std::string_view system[] = {"information_schema",
                                                  "pg_catalog",
                                                  "pg_toast",
                                                  "mysql",
                                                  "performance_schema",
                                                  "sys",
                                                  "sysibm",
                                                  "syscat",
                                                  "sysstat",
                                                  "sysfun",
                                                  "sysproc",
                                                  "system",
                                                  "crdb_internal",
                                                  "xdb",
                                                  "mdsys",
                                                  "ctxsys",
                                                  "wmsys",
                                                  "pg_extension",
                                                  "temp"};
    if (schema.starts_with("pg_") || schema.starts_with("sqlite_")) return true;
    return among(system, schema);
}

void keep_allowed(Catalog& catalog, const TableFilter& filter) {
    std::erase_if(catalog.tables, [&](const Table& table) {
        return !filter.allows(table.home.empty() ? table.schema : table.home, table.name);
    });
    std::unordered_set<std::string> kept;
    for (const Table& table : catalog.tables) kept.insert(lower_ascii(table.qualified_name()));
    for (Table& table : catalog.tables) {
        std::erase_if(table.foreign_keys, [&](const ForeignKey& key) {
            return !kept.contains(lower_ascii(key.table));
        });
    }
}

}
