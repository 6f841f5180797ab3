#include "libagent/base/text.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::tools {
namespace {

constexpr std::size_t max_described_tables = 20;
constexpr std::size_t max_described_columns = 300;
constexpr std::size_t max_declared_type_bytes = 100;
// Of one table's description, so that even the widest table alone fits into a tool's text.
constexpr std::size_t max_columns_bytes = 28u << 10;
constexpr std::size_t max_foreign_keys_bytes = 6u << 10;
constexpr std::size_t max_primary_key_bytes = 3u << 10;
constexpr std::size_t max_comment_bytes = 1'000;
constexpr std::size_t max_not_described_bytes = 2u << 10;

Json column_description(const database::Column& column) {
    Json json = {{"name", clipped(column.name, max_told_name_bytes)},
                 {"type", clipped(column.type, max_declared_type_bytes)}};
    if (!column.nullable) json["not_null"] = true;
    if (!column.comment.empty()) json["comment"] = clipped(column.comment, 200);
    return json;
}

Json foreign_key_description(const database::ForeignKey& key) {
    Json json = {{"columns", key.columns},
                 {"references", key.table},
                 {"referenced_columns", key.referenced}};
    if (key.inferred) json["inferred_from_names"] = true;
    return json;
}

Json table_description(const database::Table& table) {
    Json columns = Json::array();
    std::size_t left_bytes = max_columns_bytes;
    for (const database::Column& column : table.columns) {
        if (columns.size() == max_described_columns) break;
        if (!push_within(columns, column_description(column), left_bytes)) break;
    }
    Json keys = Json::array();
    left_bytes = max_foreign_keys_bytes;
    for (const database::ForeignKey& key : table.foreign_keys) {
        if (!push_within(keys, foreign_key_description(key), left_bytes)) break;
    }

    Json json = {{"table", clipped(table.qualified_name(), max_told_name_bytes)},
                 {"kind", table.is_view ? "view" : "table"}};
    if (table.row_estimate) json["rows"] = *table.row_estimate;
    if (!table.comment.empty()) json["comment"] = clipped(table.comment, max_comment_bytes);
    if (columns.size() < table.columns.size()) json["columns_in_all"] = table.columns.size();
    json["columns"] = std::move(columns);
    if (!table.primary_key.empty())
        json["primary_key"] = names_within(table.primary_key, max_primary_key_bytes);
    if (keys.size() < table.foreign_keys.size())
        json["foreign_keys_in_all"] = table.foreign_keys.size();
    if (!keys.empty()) json["foreign_keys"] = std::move(keys);
    return json;
}

std::string unknown_table(std::string_view name, const database::Catalog& catalog) {
    const std::vector<std::string> names = catalog.table_names();
    const std::vector<std::string> near = nearest(name, names);
    std::string text = fmt::format("no table named '{}'", clipped(name, 100));
    if (!near.empty()) text += fmt::format(" (did you mean {}?)", join(near, ", "));
    return text;
}

/// The catalog; another, surer look when one of the names is not in it.
const database::Catalog& catalog_with(database::Database& database,
                                      const std::vector<std::string>& names,
                                      const std::stop_token& stop) {
    const database::Catalog& catalog = database.catalog(stop);
    constexpr std::size_t looked_up = max_described_tables + 1;
    for (std::size_t i = 0; i < names.size() && i < looked_up; ++i)
        if (!catalog.find_table(names[i])) return database.certain_catalog(stop);
    return catalog;
}

ToolOutput run_describe_tables(const ToolContext& context, const Json& arguments) {
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());
    const Result<std::vector<std::string>> names = required_texts(arguments, "tables");
    if (!names.ok()) return failed_output(names.error());

    const database::Catalog& catalog = catalog_with(*database.value(), names.value(), context.stop);
    Json tables = Json::array();
    std::vector<std::string> not_described;
    std::size_t left_bytes = max_tool_json_bytes - max_not_described_bytes;
    for (const std::string& name : names.value()) {
        if (!not_described.empty() || tables.size() == max_described_tables) {
            not_described.push_back(name);  // Not even looked up: there may be very many.
            continue;
        }
        const database::Table* table = catalog.find_table(name);
        if (!table) return {.ok = false, .text = unknown_table(name, catalog)};
        if (!push_within(tables, table_description(*table), left_bytes))
            not_described.push_back(name);
    }
    Json json = {{"database", database.value()->name()}, {"tables", std::move(tables)}};
    if (!not_described.empty()) {
        json["not_described"] = names_within(not_described, max_not_described_bytes);
        json["note"] = "too many for one call: ask for the rest in another";
    }
    return {.text = dump_json(json)};
}

}

extern const ToolSpec describe_tables_tool = {
    .name = "describe_tables",
    .summary = "Columns, types, keys, comments and row counts of up to 20 tables.",
    .progress = "Describing tables",
    .reads_only = true,
    .schema = R"({"type":"object","required":["tables"],"properties":{
        "tables":{"type":"array","items":{"type":"string"},"description":"Names, with the schema where there is one"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .minds_sharing = true,
    .run = run_describe_tables,
};

}
