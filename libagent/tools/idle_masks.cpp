#include "libagent/tools/idle_masks.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::tools {
namespace {

/// Looks no further than the first column that it matches.
bool matches_any(const std::string& mask, const database::Catalog& catalog) {
    const SharingRule rule{.masks = {mask}};
    return std::any_of(
        catalog.tables.begin(), catalog.tables.end(), [&](const database::Table& table) {
            return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& column) {
                return rule.masks_column(table, column.name);
            });
        });
}

/// The column whose name is most like the mask.
std::string column_like(const std::string& mask, std::span<const KnownCatalog> catalogs) {
    constexpr std::size_t most_compared = 20'000;
    std::vector<std::string> names;
    for (const KnownCatalog& known : catalogs) {
        for (const database::Table& table : known.catalog.tables) {
            for (const database::Column& column : table.columns) {
                if (names.size() == most_compared) break;
                names.push_back(table.name + "." + column.name);
            }
        }
    }
    const std::vector<std::string> near = nearest(mask, names, 1);
    return near.empty() ? std::string() : near.front();
}

}

std::vector<IdleMask> idle_masks(const Sharing& sharing, std::span<const KnownCatalog> catalogs) {
    std::vector<IdleMask> idle;
    const auto judge = [&](const std::string& mask, const std::string& database,
                           std::span<const KnownCatalog> of) {
        const bool is_idle = std::none_of(of.begin(), of.end(), [&](const KnownCatalog& known) {
            return matches_any(mask, known.catalog);
        });
        if (is_idle) idle.push_back({mask, database, column_like(mask, of)});
    };
    if (sharing.elsewhere.empty() && !catalogs.empty()) {
        for (const std::string& mask : sharing.common.masks) judge(mask, {}, catalogs);
    }
    for (const DatabaseSharing& own : sharing.databases) {
        for (const KnownCatalog& known : catalogs) {
            if (!equal_ignoring_case(known.database, own.database)) continue;
            for (const std::string& mask : own.rule.masks) judge(mask, own.database, {&known, 1});
        }
    }
    return idle;
}

std::string words_of(const IdleMask& idle) {
    const std::string of =
        idle.database.empty() ? "any database" : fmt::format("'{}'", visible(idle.database));
    return fmt::format("the mask '{}' matches no column of {}, and keeps nothing back there",
                       visible(idle.mask), of);
}

std::vector<std::string> views_past_masks(const database::Catalog& catalog,
                                          const SharingRule& rule) {
    const auto has = [&](const database::Table& table, bool is_masked) {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& column) {
            return rule.masks_column(table, column.name) == is_masked;
        });
    };
    const bool any_table = std::any_of(
        catalog.tables.begin(), catalog.tables.end(),
        [&](const database::Table& table) { return !table.is_view && has(table, true); });
    std::vector<std::string> views;
    for (const database::Table& table : catalog.tables) {
        if (any_table && table.is_view && has(table, false)) views.push_back(table.name);
    }
    return views;
}

}
