#include "cli/args.h"
#include "cli/command.h"
#include "cli/database_wiring.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

const database::Table& find_table(const database::Catalog& catalog, const std::string& name) {
    if (const database::Table* table = catalog.find_table(name)) return *table;
    // As SQL spells it, with quotes.
    std::string plain = name;
    std::erase_if(plain, [](char c) { return c == '"' || c == '`'; });
    if (const database::Table* table = catalog.find_table(plain)) return *table;
    throw Failure(
        {Errc::bad_input, fmt::format("no table named '{}'", name),
         did_you_mean(nearest(name, catalog.table_names()), "list them with: askdb tables")});
}

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

database::Rows description(const database::Table& table) {
    using database::Kind;
    const bool has_comments =
        std::any_of(table.columns.begin(), table.columns.end(),
                    [](const auto& column) { return !column.comment.empty(); });
    database::Rows rows;
    for (const char* name : {"column", "type", "nullable", "key"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    if (has_comments) rows.columns.push_back({.name = "comment", .declared_type = {}});
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

}

int run_describe(const CommandContext& context) {
    Progress progress(context);
    const PipedInput input = wire_input(context, context.args.words.front());
    const std::unique_ptr<database::Database> database =
        wire_database(context, {.input = &input, .progress = &progress});
    const database::Catalog& catalog = database->certain_catalog(context.stop);
    return print_rows(context, description(find_table(catalog, context.args.words.front())), "");
}

}
