#include "cli/catalog_rows.h"

#include "cli/render/rows_output.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::cli {
namespace {

using database::Kind;

/// "PK, → sites.site_id": what keys the column takes part in; `~>` where the key was concluded from
/// names.
std::string keys_of(const database::Table& table, const std::string& column) {
    std::vector<std::string> keys;
    const auto& primary = table.primary_key;
    if (std::find(primary.begin(), primary.end(), column) != primary.end()) keys.emplace_back("PK");
    for (const database::ForeignKey& key : table.foreign_keys) {
        const auto found = std::find(key.columns.begin(), key.columns.end(), column);
        if (found == key.columns.end()) continue;
        const auto index = static_cast<std::size_t>(found - key.columns.begin());
        std::string target = key.table;
        if (index < key.referenced.size()) target += "." + key.referenced[index];
        keys.push_back((key.inferred ? "~> " : "→ ") + target);
    }
    return join(keys, ", ");
}

void append_table(database::Rows& rows, const database::Table& table) {
    rows.append(Kind::text, table.qualified_name());
    rows.append(Kind::text, table.is_view ? "view" : "table");
    rows.append(Kind::integer, std::to_string(table.columns.size()));
    const bool known = table.row_estimate.has_value();
    rows.append(known ? Kind::integer : Kind::null,
                known ? std::to_string(*table.row_estimate) : std::string());
}

}

database::Rows table_rows(std::span<const ListedTable> tables) {
    const bool has_comments = std::any_of(tables.begin(), tables.end(), [](const auto& listed) {
        return !listed.table->comment.empty();
    });
    const bool has_databases = std::any_of(
        tables.begin(), tables.end(), [](const auto& listed) { return !listed.database.empty(); });
    database::Rows rows;
    if (has_databases) rows.columns.push_back({.name = "database"});
    // Servers only estimate, and some tables nobody has counted yet.
    for (const char* name : {"name", "kind", "columns", "est_rows"})
        rows.columns.push_back({.name = name});
    if (has_comments) rows.columns.push_back({.name = "comment"});
    for (const ListedTable& listed : tables) {
        if (has_databases) rows.append(Kind::text, listed.database);
        append_table(rows, *listed.table);
        if (has_comments) append_or_null(rows, listed.table->comment);
    }
    rows.settle_kinds();
    return rows;
}

database::Rows description_rows(const database::Table& table) {
    const bool has_comments =
        std::any_of(table.columns.begin(), table.columns.end(),
                    [](const auto& column) { return !column.comment.empty(); });
    database::Rows rows;
    for (const char* name : {"column", "type", "nullable", "key"})
        rows.columns.push_back({.name = name});
    if (has_comments) rows.columns.push_back({.name = "comment"});
    for (const database::Column& column : table.columns) {
        rows.append(Kind::text, column.name);
        append_or_null(rows, column.type);
        rows.append(Kind::text, column.nullable ? "yes" : "no");
        append_or_null(rows, keys_of(table, column.name));
        if (has_comments) append_or_null(rows, column.comment);
    }
    rows.settle_kinds();
    return rows;
}

const database::Table* find_table_as_typed(const database::Catalog& catalog,
                                           std::string_view name) {
    if (const database::Table* table = catalog.find_table(name)) return table;
    std::string plain(name);
    std::erase_if(plain, [](char c) { return c == '"' || c == '`'; });
    return catalog.find_table(plain);
}

}
