#pragma once

#include "libagent/base/json.h"
#include "libagent/base/time_text.h"
#include "libagent/chat/event.h"
#include "libagent/database/database.h"
#include "libagent/results/result_store.h"
#include "libagent/tools/sharing.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

class Approver;
struct ResultView;

/// What a tool may use. Everything here may be used by several tool threads at once.
struct ToolContext {
    std::span<database::Database* const> databases;  ///< The first is the default; never empty.
    const results::ResultStore& results;
    database::Limits limits = {};  ///< For one call, whatever number of statements it runs.
    bool sql_only = false;         ///< Statements are compiled, not run.
    Approver* approver = nullptr;  ///< nullptr: nothing may be changed.
    std::stop_token stop = {};
    /// A statement of which the engine expects more rows is not run; 0: any number.
    std::uint64_t max_estimated_rows = 0;
    Sharing sharing = {};  ///< What the model may see: ToolOutput::text holds no more than that.
};

/// Rows that a tool brought. The turn gives them a handle and tells the model about them.
struct Fetched {
    std::string database;
    std::string sql;
    database::Rows rows;
    WallTime as_of = {};  ///< When the statement ran.
};

/// What became of a statement that was to change something.
struct WriteNote {
    std::string outcome;       ///< "committed", "not approved" or "failed".
    std::string touched = {};  ///< "UPDATE work_orders: 12 rows", once committed.
};

/// What a tool has to say to the model. A failure is a message, too: never thrown past a tool.
/// With `fetched` the turn makes a handle and words the result itself, behind `text`. `sql` is a
/// statement without a handle: with `ok = false` the one that failed; with `ok = true` the one that
/// was compiled, which ends the turn when, and only when, ToolContext::sql_only is set.
struct ToolOutput {
    bool ok = true;
    std::string text = {};
    std::optional<Fetched> fetched = {};
    std::string sql = {};
    /// That statements took which are neither in `fetched` nor in `sql`; with `write`, all of it.
    double database_ms = 0;
    std::optional<WriteNote> write = {};  ///< Only of a tool with ToolSpec::needs_approval.
    bool unavailable = false;             ///< The database itself is gone: the turn cannot go on.
    /// What was noticed about the statement; `text` tells the model of it already.
    std::vector<chat::Finding> findings = {};
    bool refused_for_rows = false;  ///< It was not run, for ToolContext::max_estimated_rows.
    /// Why that limit could not hold; empty where it did, or where there is none.
    std::string unlimited_rows = {};
};

/// One tool. The record is the only truth: dispatch, the schema sent to the model and the tests
/// read it. Programs that embed the library add their own by loop::Agent::tools.
struct ToolSpec {
    std::string_view name;
    std::string_view summary;
    std::string_view progress;    ///< What a person reads while it runs: "Running query".
    bool reads_only = false;      ///< May run beside others of its step.
    bool needs_approval = false;  ///< Offered only where ToolContext::approver can ask a person.
    std::string_view schema;      ///< JSON Schema of the arguments.
    /// It keeps to ToolContext::sharing. What another one says is told to the model only where all
    /// values are shared.
    bool minds_sharing = false;
    /// Called by any thread, with `reads_only` also by several at once. May throw Failure (only
    /// Errc::unavailable ends the turn, all else is told to the model) and Stopped.
    std::function<ToolOutput(const ToolContext& context, const Json& arguments)> run;
};

/// Runs a tool on arguments as a model wrote them; what is no JSON object is a failed output.
ToolOutput run_tool(const ToolSpec& tool, const ToolContext& context, std::string_view arguments);

/// What a model is told about a result, as JSON text: handle, columns with their profile over all
/// kept rows, exact row count, whether more were there, what checks noticed about its statement,
/// and the first `head_rows` rows. At most
/// 40 KB and always whole JSON, however big the result, its names or its cells are:
/// `columns_in_all` and `rows_shown` tell what was left out. Integers that fit 64 bits and finite
/// reals are JSON numbers; decimals and longer integers are strings, so that no digit is lost;
/// bytes show as hex. Throws Stopped soon after a stop.
std::string result_text(const results::StoredResult& result, std::size_t head_rows,
                        const std::stop_token& stop = {},
                        std::span<const chat::Finding> findings = {});
/// What it takes to know what a model may see of a result; borrowed.
struct ViewSources {
    const results::ResultStore& results;
    std::span<database::Database* const> databases;
    const Sharing& sharing;
    std::size_t head_rows = 20;  ///< Rows that are shown, where any are.
};
/// `sharing` where these results are there: the rules of the databases that they came from count,
/// too, and those of all where results are gone, or nobody knows where they came from.
Sharing sharing_over(const Sharing& sharing, const results::ResultStore& results);

/// The same, as far as it is shared; see view_of().
std::string result_text(const results::StoredResult& result, const ViewSources& sources,
                        const std::stop_token& stop, std::span<const chat::Finding> findings = {});
/// The same, as far as the view goes: without the rows, the profile, or the values of masked
/// columns, which show as "(masked)".
std::string result_text(const results::StoredResult& result, const ResultView& view,
                        const std::stop_token& stop, std::span<const chat::Finding> findings = {});

/// What a model is told of a failure that no tool has worded, without values where not all are
/// shared.
std::string failure_text(const Error& error, const Sharing& sharing);

/// All tools, in the order of tools.def.
std::span<const ToolSpec* const> all_tools();
const ToolSpec* find_tool(std::string_view name);

}
