#include "libagent/tools/arguments.h"
#include "libagent/tools/query_checks.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

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
    const WallTime as_of = std::chrono::system_clock::now();
    Result<database::Rows> rows =
        database.value()->query(sql.value(), context.limits, context.stop);
    if (!rows.ok()) return failed_output(rows.error(), sql.value());
    QueryChecks checks =
        check_query({*database.value(), sql.value(), rows.value(), context.limits}, context.stop);
    ToolOutput output{.findings = std::move(checks.findings)};
    output.database_ms = checks.database_ms;
    output.fetched = Fetched{database.value()->name(), sql.value(), std::move(rows).value(), as_of};
    return output;
}

}

extern const ToolSpec query_tool = {
    .name = "query",
    .summary =
        "Run one reading SQL statement. The rows stay outside and get a handle (r1, r2, …); you "
        "see "
        "the columns with a profile over all rows, the exact row count and the first rows. Mind "
        "its "
        "`checks`: rows that a join counts twice, and texts that are no values of their columns.",
    .progress = "Running query",
    .reads_only = true,
    .schema = R"({"type":"object","required":["sql"],"properties":{
        "sql":{"type":"string","description":"One statement in the database's own dialect"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .run = run_query,
};

}
