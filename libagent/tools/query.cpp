#include "libagent/tools/arguments.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

namespace askdb::tools {
namespace {

ToolOutput run_query(const ToolContext& context, const Json& arguments) {
    const Result<std::string> sql = required_text(arguments, "sql");
    if (!sql.ok()) return failed_output(sql.error());
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());

    if (context.sql_only) {
        const auto error = database.value()->check(sql.value(), context.stop);
        if (error) return failed_output(*error, sql.value());
        return {.text = "the statement is sound", .sql = sql.value()};
    }
    Result<database::Rows> rows =
        database.value()->query(sql.value(), context.limits, context.stop);
    if (!rows.ok()) return failed_output(rows.error(), sql.value());
    return {.fetched = Fetched{database.value()->name(), sql.value(), std::move(rows).value()}};
}

}

extern const ToolSpec query_tool = {
    .name = "query",
    .summary =
        "Run one reading SQL statement. The rows stay outside and get a handle (r1, r2, …); you "
        "see "
        "the columns with a profile over all rows, the exact row count and the first rows.",
    .progress = "Running query",
    .reads_only = true,
    .schema = R"({"type":"object","required":["sql"],"properties":{
        "sql":{"type":"string","description":"One statement in the database's own dialect"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .run = run_query,
};

}
