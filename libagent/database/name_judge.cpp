#include "libagent/database/name_judge.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace askdb::database {

Error not_listed(std::string_view table) {
    constexpr std::size_t longest_shown = 80;
    return {Errc::refused,
            fmt::format("table '{}' is not among those that the configuration allows",
                        clipped(visible(table), longest_shown)),
            "askdb tables"};
}

Error not_with_lists(std::string_view what) {
    constexpr std::size_t longest_shown = 60;
    return {Errc::refused, fmt::format("{} is not allowed where the configuration lists tables",
                                       clipped(visible(what), longest_shown))};
}

bool NameJudge::allows(std::string_view database, std::string_view schema,
                       std::string_view name) const {
    if (!database.empty() && !filter_.calls_database(database)) return false;
    if (schema.empty()) return allows_bare(name);
    return !is_system_schema_name(lower_ascii(schema)) && filter_.allows(schema, name);
}

bool NameJudge::allows(const TablePlace& place) const {
    constexpr std::size_t most_parts = 3;
    const std::size_t count = place.parts.size();
    if (count > most_parts) return false;
    return allows(count == most_parts ? place.parts[0] : std::string(),
                  count > 1 ? place.parts[count - 2] : std::string(), place.parts.back());
}

bool NameJudge::is_lookup_type(std::string_view type) {
    constexpr std::string_view lookups[] = {"regclass", "regnamespace", "regtype"};
    return among(lookups, type.starts_with('_') ? type.substr(1) : type);
}

/// An array's type is called like its element's behind as many `_` as make it another name.
bool NameJudge::allows_type(const PostgresName& type) const {
    std::string_view name = type.name;
    while (allows_type_name(type.schema, name)) {
        if (!name.starts_with('_')) return true;
        name.remove_prefix(1);
    }
    return false;
}

bool NameJudge::allows_type_name(std::string_view schema, std::string_view name) const {
    if (is_lookup_type(name)) return false;
    // The longest names, of 63 bytes, are cut by the `_` before them.
    constexpr std::size_t may_be_cut = 55;
    const auto is_called_so = [name](std::string_view table) {
        const bool is_cut = name.size() >= may_be_cut && table.size() > name.size();
        return equal_ignoring_case(is_cut ? table.substr(0, name.size()) : table, name);
    };
    return std::none_of(all_.tables.begin(), all_.tables.end(), [&](const Table& table) {
        const bool is_here = schema.empty() || equal_ignoring_case(schema, table.home);
        return is_here && schema != "pg_catalog" && is_called_so(table.name) &&
               !filter_.allows(table.home, table.name);
    });
}

/// Whatever it leads to must be allowed; what nobody knows, in every schema.
bool NameJudge::allows_bare(std::string_view name) const {
    const std::string lower = lower_ascii(name);
    if (lower == "dual") return true;
    if (lower.starts_with("pg_") || lower.starts_with("sqlite_")) return false;
    bool is_known = false;
    for (const Table& table : all_.tables) {
        if (!table.schema.empty() || !equal_ignoring_case(table.name, name)) continue;
        is_known = true;
        if (!filter_.allows(table.home, table.name)) return false;
    }
    return is_known || filter_.allows({}, name);
}

}
