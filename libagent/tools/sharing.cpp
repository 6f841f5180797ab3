#include "libagent/tools/sharing.h"

#include "libagent/base/text.h"
#include "libagent/database/table_filter.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::tools {
namespace {

constexpr char kept_separator = '\n';

struct MaskParts {
    std::string table;
    std::string column;
};

MaskParts parts_of(std::string_view mask) {
    const std::size_t dot = mask.rfind('.');
    return {lower_ascii(mask.substr(0, dot)), lower_ascii(mask.substr(dot + 1))};
}

bool is_any(std::string_view pattern) {
    return pattern.find_first_not_of("*?") == std::string_view::npos;
}

bool matches_table(const std::string& pattern, const database::Table& table) {
    const std::string name = lower_ascii(table.name);
    if (database::matches_wildcards(pattern, name)) return true;
    const auto in_schema = [&](std::string_view schema) {
        return !schema.empty() &&
               database::matches_wildcards(pattern, lower_ascii(schema) + "." + name);
    };
    return in_schema(table.schema) || in_schema(table.home);
}

void add_missing(std::vector<std::string>& masks, const std::vector<std::string>& others) {
    for (const std::string& mask : others) {
        if (std::find(masks.begin(), masks.end(), mask) == masks.end()) masks.push_back(mask);
    }
}

SharingRule strictest_of(const Sharing& sharing) {
    SharingRule rule = sharing.strictest();
    for (const DatabaseSharing& own : sharing.elsewhere) rule.tighten(own.rule);
    return rule;
}

}

std::string_view name_of(ShareLevel level) {
    return share_levels[static_cast<std::size_t>(level)];
}

std::optional<ShareLevel> find_share_level(std::string_view name) {
    const auto found = std::find(share_levels.begin(), share_levels.end(), name);
    if (found == share_levels.end()) return std::nullopt;
    return static_cast<ShareLevel>(found - share_levels.begin());
}

bool SharingRule::masks_column(const database::Table& table, std::string_view column) const {
    const std::string name = lower_ascii(column);
    return std::any_of(masks.begin(), masks.end(), [&](const std::string& mask) {
        const MaskParts parts = parts_of(mask);
        return database::matches_wildcards(parts.column, name) && matches_table(parts.table, table);
    });
}

bool SharingRule::masks_name(std::string_view column) const {
    const std::string name = lower_ascii(column);
    return std::any_of(masks.begin(), masks.end(), [&](const std::string& mask) {
        const MaskParts parts = parts_of(mask);
        return !is_any(parts.column) && database::matches_wildcards(parts.column, name);
    });
}

bool SharingRule::masks_table_name(std::string_view table) const {
    const std::string name = lower_ascii(table);
    return std::any_of(masks.begin(), masks.end(), [&](const std::string& mask) {
        const std::string of = parts_of(mask).table;
        const std::string last = of.substr(of.rfind('.') + 1);  // npos + 1 is 0.
        return !is_any(last) && database::matches_wildcards(last, name);
    });
}

void SharingRule::tighten(const SharingRule& other) {
    level = std::min(level, other.level);
    add_missing(masks, other.masks);
}

bool Sharing::is_full() const {
    return strictest().is_full();
}

bool Sharing::hides_nothing() const {
    return strictest_of(*this).is_full();
}

SharingRule Sharing::rule_of(std::string_view database) const {
    SharingRule rule = common;
    bool is_known = false;
    for (const auto* list : {&databases, &elsewhere}) {
        for (const DatabaseSharing& own : *list) {
            if (!equal_ignoring_case(own.database, database)) continue;
            rule.tighten(own.rule);
            is_known = true;
        }
    }
    return is_known ? rule : strictest_of(*this);
}

SharingRule Sharing::strictest() const {
    SharingRule rule = common;
    for (const DatabaseSharing& own : databases) rule.tighten(own.rule);
    return rule;
}

Sharing Sharing::with_origins(std::span<const std::string> origins) const {
    const auto names = [](const std::vector<DatabaseSharing>& list, std::string_view name) {
        return std::any_of(list.begin(), list.end(), [&](const DatabaseSharing& own) {
            return equal_ignoring_case(own.database, name);
        });
    };
    const bool may_be_any =
        std::any_of(origins.begin(), origins.end(), [&](const std::string& origin) {
            return !names(databases, origin) && !names(elsewhere, origin);
        });
    Sharing sharing{.common = common, .databases = databases};
    for (const DatabaseSharing& own : elsewhere) {
        const bool is_there =
            may_be_any || std::any_of(origins.begin(), origins.end(), [&](const auto& origin) {
                return equal_ignoring_case(origin, own.database);
            });
        (is_there ? sharing.databases : sharing.elsewhere).push_back(own);
    }
    return sharing;
}

std::string Sharing::kept_text() const {
    if (hides_nothing()) return {};
    std::vector<std::string> own_lines;
    for (const auto* list : {&databases, &elsewhere}) {
        for (const DatabaseSharing& own : *list) {
            if (own.rule.is_full()) continue;
            std::string line = fmt::format("{}={}", own.database, name_of(own.rule.level));
            for (const std::string& mask : own.rule.masks)
                line += fmt::format("{}{}={}", kept_separator, own.database, mask);
            own_lines.push_back(std::move(line));
        }
    }
    std::sort(own_lines.begin(), own_lines.end());  // Whichever of them are open.
    std::string text(name_of(common.level));
    for (const std::string& mask : common.masks) text += kept_separator + mask;
    for (const std::string& line : own_lines) text += kept_separator + line;
    return text;
}

bool Sharing::may_repeat(std::string_view kept) const {
    const SharingRule all = strictest_of(*this);
    if (all.is_full() || kept == kept_text()) return true;
    const std::vector<std::string> lines = split(kept, kept_separator);
    const auto level = find_share_level(lines.front());
    if (!level || *level > all.level) return false;
    return std::all_of(all.masks.begin(), all.masks.end(), [&](const std::string& mask) {
        return std::find(lines.begin() + 1, lines.end(), mask) != lines.end();
    });
}

std::optional<Error> judge_mask(std::string_view mask) {
    constexpr std::size_t most_parts = 3;
    const std::vector<std::string> parts = split(mask, '.');
    const bool has_parts = parts.size() > 1 && parts.size() <= most_parts &&
                           std::none_of(parts.begin(), parts.end(),
                                        [](const std::string& part) { return trim(part).empty(); });
    const bool is_printed =
        std::none_of(mask.begin(), mask.end(), [](unsigned char c) { return c < ' ' || c == 127; });
    if (has_parts && is_printed) return std::nullopt;
    return Error{
        Errc::usage, fmt::format("'{}' is no mask of columns", visible(mask)),
        "write TABLE.COLUMN or SCHEMA.TABLE.COLUMN, with * for any, and ? for a dot within a "
        "name: customers.phone, *.email"};
}

ColumnSet masked_in(const database::Catalog& catalog, const SharingRule& rule) {
    ColumnSet masked;
    if (rule.masks.empty()) return masked;
    for (const database::Table& table : catalog.tables) {
        for (const database::Column& column : table.columns) {
            if (rule.masks_column(table, column.name)) masked.insert(&column);
        }
    }
    return masked;
}

}
