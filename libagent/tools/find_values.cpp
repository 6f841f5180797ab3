#include "libagent/base/text.h"
#include "libagent/database/value_search.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::tools {
namespace {

constexpr std::size_t max_shown_value_bytes = 200;

std::string found_text(const database::Database& database, const database::FoundValues& values) {
    std::size_t left_bytes = max_tool_json_bytes;
    bool incomplete = values.incomplete;
    Json found = Json::array();
    for (const database::ValueHit& hit : values.hits) {
        const bool fits = push_within(found,
                                      {{"table", clipped(hit.table, max_told_name_bytes)},
                                       {"column", clipped(hit.column, max_told_name_bytes)},
                                       {"value", clipped(hit.value, max_shown_value_bytes)},
                                       {"exact", hit.exact}},
                                      left_bytes);
        incomplete |= !fits;
    }
    Json json = {{"database", database.name()}, {"found", std::move(found)}};
    if (incomplete) {
        json["incomplete"] = true;
        json["note"] =
            "not all columns could be searched in time: the value may be there all the "
            "same; name a table and a column";
    }
    return dump_json(json);
}

ToolOutput run_find_values(const ToolContext& context, const Json& arguments) {
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());
    const Result<std::string> value = required_text(arguments, "value");
    if (!value.ok()) return failed_output(value.error());
    const Result<std::string> table = optional_text(arguments, "table");
    if (!table.ok()) return failed_output(table.error());
    const Result<std::string> column = optional_text(arguments, "column");
    if (!column.ok()) return failed_output(column.error());

    database::ValueSearch search{
        .literal = value.value(), .table = table.value(), .column = column.value()};
    search.budget = std::min(search.budget, context.limits.timeout);
    const Result<database::FoundValues> values =
        search_values(*database.value(), search, context.stop);
    if (!values.ok()) return failed_output(values.error());
    return {.text = found_text(*database.value(), values.value()),
            .database_ms = values.value().milliseconds};
}

}

extern const ToolSpec find_values_tool = {
    .name = "find_values",
    .summary =
        "Which text columns hold this value, and how it is really spelled there (other case, part "
        "of a "
        "longer text, nearly the same). Use it before you compare a column with a word of the "
        "question.",
    .progress = "Looking up values",
    .reads_only = true,
    .schema = R"({"type":"object","required":["value"],"properties":{
        "value":{"type":"string"},
        "table":{"type":"string","description":"Look only here"},
        "column":{"type":"string","description":"Look only here"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .run = run_find_values,
};

}
