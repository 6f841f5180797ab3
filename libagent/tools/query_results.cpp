#include "libagent/tools/arguments.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

namespace askdb::tools {
namespace {

ToolOutput run_query_results(const ToolContext& context, const Json& arguments) {
    const Result<std::string> sql = required_text(arguments, "sql");
    if (!sql.ok()) return failed_output(sql.error());
    if (context.results.last_number() == 0) {
        return {.ok = false, .text = "there is no result yet: call query first"};
    }
    Result<database::Rows> rows = context.results.query(sql.value(), context.limits, context.stop);
    if (!rows.ok()) return failed_output(rows.error(), sql.value());
    return {.fetched = Fetched{{}, sql.value(), std::move(rows).value()}};
}

}

extern const ToolSpec query_results_tool = {
    .name = "query_results",
    .summary =
        "Run one SELECT (SQLite's dialect) over earlier results, with their handles as table "
        "names, for "
        "example SELECT * FROM r1 LIMIT 50 OFFSET 20, or a join of r1 and r2 from two databases.",
    .progress = "Reading results",
    .reads_only = true,
    .schema = R"({"type":"object","required":["sql"],"properties":{
        "sql":{"type":"string","description":"One SELECT over r1, r2, …"}}})",
    .run = run_query_results,
};

}
