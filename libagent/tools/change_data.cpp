#include "libagent/base/text.h"
#include "libagent/tools/approved_write.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace askdb::tools {
namespace {

/// A statement that gave rows becomes a result like any other.
ToolOutput committed_output(const std::string& database, const std::string& sql, WriteDone done) {
    ToolOutput output{.text = fmt::format("approved and committed: {}", done.touched), .sql = sql};
    output.write = WriteNote{.outcome = "committed", .touched = done.touched};
    if (!done.rows.columns.empty()) {
        output.fetched =
            Fetched{database, sql, std::move(done.rows), std::chrono::system_clock::now()};
    }
    return output;
}

ToolOutput run_change_data(const ToolContext& context, const Json& arguments) {
    const Result<std::string> sql = required_text(arguments, "sql");
    if (!sql.ok()) return failed_output(sql.error());
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());
    if (context.approver == nullptr || context.sql_only) {
        return {.ok = false, .text = "not run: nothing may be changed here"};
    }
    const WriteRequest request{.sql = sql.value(), .limits = context.limits};
    WriteOutcome outcome =
        write_approved(*database.value(), *context.approver, request, context.stop);
    ToolOutput output;
    if (outcome.done) {
        output = committed_output(database.value()->name(), sql.value(), std::move(*outcome.done));
    } else {
        const WriteFailure& failure = *outcome.failure;
        output = failed_output(context, database.value(), failure.error, sql.value());
        output.write = WriteNote{.outcome = failure.not_approved ? "not approved" : "failed"};
    }
    output.database_ms = outcome.database_ms;
    return output;
}

}

extern const ToolSpec change_data_tool = {
    .name = "change_data",
    .summary =
        "Run one SQL statement that changes data or tables. The user is shown it with the number "
        "of rows it touches, and must approve it; else nothing is changed. Only for a change that "
        "the user asked for.",
    .progress = "Changing data",
    .reads_only = false,
    .needs_approval = true,
    .schema = R"({"type":"object","required":["sql"],"properties":{
        "sql":{"type":"string","description":"One statement in the database's own dialect"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .minds_sharing = true,
    .run = run_change_data,
};

}
