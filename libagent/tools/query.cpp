#include "libagent/chat/typed_statement.h"
#include "libagent/database/row_estimate.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/query_checks.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace askdb::tools {
namespace {

constexpr std::string_view cheaper_statement =
    "; not run. Write a statement that reads fewer: by conditions on indexed columns, or by a part "
    "of the question";

/// What is to be said of the rows that the engine expects: nothing without a limit for them. An
/// output that is not `ok` takes the place of the statement's own.
ToolOutput judge_estimate(const ToolContext& context, database::Database& database,
                          const std::string& sql) {
    if (context.max_estimated_rows == 0) return {};
    const database::RowEstimate estimate =
        database::estimate_rows(database, sql, context.limits, context.stop);
    if (const auto why = database::why_too_many(estimate, context.max_estimated_rows)) {
        return {.ok = false,
                .text = *why + std::string(cheaper_statement),
                .sql = sql,
                .refused_for_rows = true};
    }
    ToolOutput output{.database_ms = estimate.milliseconds};
    if (!estimate.rows && !estimate.is_refused)
        output.unlimited_rows = database::no_estimate_words(database);
    return output;
}

ToolOutput run_query(const ToolContext& context, const Json& arguments) {
    const Result<std::string> sql = required_text(arguments, "sql");
    if (!sql.ok()) return failed_output(sql.error());
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());

    if (context.sql_only) {
        const auto error = database.value()->check(sql.value(), context.stop);
        if (error) return failed_output(context, database.value(), *error, sql.value());
        return {.text = "the statement is sound", .sql = sql.value()};
    }
    ToolOutput output = judge_estimate(context, *database.value(), sql.value());
    if (!output.ok) return output;
    const WallTime as_of = std::chrono::system_clock::now();
    Result<database::Rows> rows =
        database.value()->query(sql.value(), context.limits, context.stop);
    if (!rows.ok()) return failed_output(context, database.value(), rows.error(), sql.value());
    QueryChecks checks = check_query({*database.value(), sql.value(), rows.value(), context.limits,
                                      context.sharing.rule_of(database.value()->name())},
                                     context.stop);
    output.findings = std::move(checks.findings);
    output.database_ms += checks.database_ms;
    output.fetched = Fetched{database.value()->name(), sql.value(), std::move(rows).value(), as_of};
    return output;
}

}

extern const ToolSpec query_tool = {
    .name = chat::asked_in_database,
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
    .minds_sharing = true,
    .run = run_query,
};

}
