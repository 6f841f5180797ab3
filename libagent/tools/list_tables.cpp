#include "libagent/base/text.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

namespace askdb::tools {
namespace {

constexpr std::size_t max_listed_tables = 300;

bool mentions(const database::Table& table, std::string_view lower_part) {
    return lower_ascii(table.qualified_name()).find(lower_part) != std::string::npos ||
           lower_ascii(table.comment).find(lower_part) != std::string::npos;
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

    Json tables = Json::array();
    std::size_t matching = 0;
    std::size_t left_bytes = max_tool_json_bytes;
    bool is_full = false;
    const std::string lower_part = lower_ascii(part.value());
    for (const database::Table& table : database.value()->catalog(context.stop).tables) {
        if (!mentions(table, lower_part)) continue;
        if (++matching > max_listed_tables) is_full = true;
        is_full = is_full || !push_within(tables, table_line(table), left_bytes);
    }
    return {.text = dump_json({{"database", database.value()->name()},
                               {"tables", std::move(tables)},
                               {"tables_in_all", matching}})};
}

}

extern const ToolSpec list_tables_tool = {
    .name = "list_tables",
    .summary =
        "List tables and views with their row counts, at most 300; narrow it with `containing`.",
    .progress = "Listing tables",
    .reads_only = true,
    .schema = R"({"type":"object","properties":{
        "containing":{"type":"string","description":"Part of a table's name or comment, any case"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .run = run_list_tables,
};

}
