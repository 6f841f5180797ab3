#include "libagent/base/text.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

#include <unordered_map>
#include <vector>

namespace askdb::tools {
namespace {

constexpr std::size_t max_listed_tables = 300;

bool mentions(const database::Table& table, std::string_view lower_part) {
    return lower_ascii(table.qualified_name()).find(lower_part) != std::string::npos ||
           lower_ascii(table.comment).find(lower_part) != std::string::npos;
}

std::vector<const database::Table*> tables_of(const database::Catalog& catalog,
                                              const std::vector<database::TableHit>& hits) {
    std::unordered_map<std::string, const database::Table*> by_name;
    for (const database::Table& table : catalog.tables)
        by_name.emplace(table.qualified_name(), &table);
    std::vector<const database::Table*> tables;
    for (const database::TableHit& hit : hits) {
        const auto found = by_name.find(hit.table);
        if (found != by_name.end()) tables.push_back(found->second);
    }
    return tables;
}

/// Those that have `part` in their name or comment; where there are none, those that its words lead
/// to, also by columns and values, best first.
std::vector<const database::Table*> matching_tables(database::Database& database,
                                                    std::string_view part,
                                                    const std::stop_token& stop) {
    const database::Catalog& catalog = database.catalog(stop);
    const std::string lower_part = lower_ascii(part);
    std::vector<const database::Table*> matching;
    for (const database::Table& table : catalog.tables)
        if (mentions(table, lower_part)) matching.push_back(&table);
    if (!matching.empty() || trim(part).empty()) return matching;
    return tables_of(catalog, database.search_tables(catalog, part));
}

Json table_line(const database::Table& table) {
    Json line = {{"table", clipped(table.qualified_name(), max_told_name_bytes)},
                 {"columns", table.columns.size()}};
    if (table.is_view) line["kind"] = "view";
    if (table.row_estimate) line["rows"] = *table.row_estimate;
    if (!table.comment.empty()) line["comment"] = clipped(table.comment, 200);
    return line;
}

ToolOutput run_list_tables(const ToolContext& context, const Json& arguments) {
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());
    const Result<std::string> part = optional_text(arguments, "containing");
    if (!part.ok()) return failed_output(part.error());

    const std::vector<const database::Table*> matching =
        matching_tables(*database.value(), part.value(), context.stop);
    Json tables = Json::array();
    std::size_t left_bytes = max_tool_json_bytes;
    for (const database::Table* table : matching) {
        if (tables.size() == max_listed_tables) break;
        if (!push_within(tables, table_line(*table), left_bytes)) break;
    }
    return {.text = dump_json({{"database", database.value()->name()},
                               {"tables", std::move(tables)},
                               {"tables_in_all", matching.size()}})};
}

}

extern const ToolSpec list_tables_tool = {
    .name = "list_tables",
    .summary =
        "List tables and views with their row counts, at most 300; narrow it with `containing`.",
    .progress = "Listing tables",
    .reads_only = true,
    .schema = R"({"type":"object","properties":{
        "containing":{"type":"string","description":"Part of a table's name or comment, any case; or words for what you look for, which also find columns and values"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .minds_sharing = true,
    .run = run_list_tables,
};

}
