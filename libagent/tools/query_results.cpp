#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "libagent/checks/cut_totals.h"
#include "libagent/database/dialect.h"
#include "libagent/results/result_age.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace askdb::tools {
namespace {

constexpr std::size_t most_told_call_bytes = 120;

std::optional<checks::StatementShape> read_over_results(const std::string& sql) {
    return checks::read_select(sql, *database::find_dialect("sqlite"));
}

/// The results that a statement over results reads.
std::vector<const results::StoredResult*> read_results(const checks::StatementShape& shape,
                                                       const results::ResultStore& results) {
    std::vector<const results::StoredResult*> found;
    for (const checks::SelectShape& select : shape.selects) {
        for (const checks::FromItem& item : select.from) {
            const auto* const result = results.find(item.table);
            if (result != nullptr) found.push_back(result);
        }
    }
    return found;
}

/// The result whose rows were cut that these rows come from, or nullptr: itself, or, where it was
/// made of others, one of them.
const results::StoredResult* cut_behind(const results::StoredResult& result,
                                        const results::ResultStore& results) {
    std::vector<const results::StoredResult*> behind = {&result};
    for (std::size_t i = 0; i < behind.size(); ++i) {
        if (behind[i]->rows.truncated) return behind[i];
        if (!behind[i]->database.empty()) continue;
        const auto shape = read_over_results(behind[i]->sql);
        if (!shape) continue;
        for (const results::StoredResult* read : read_results(*shape, results)) {
            const bool is_new = std::find(behind.begin(), behind.end(), read) == behind.end();
            if (is_new) behind.push_back(read);
        }
    }
    return nullptr;
}

/// Totals over rows that are not all there.
std::vector<chat::Finding> cut_totals(const checks::StatementShape& shape,
                                      const results::ResultStore& results) {
    std::vector<chat::Finding> findings;
    for (const checks::Total& total : checks::totals_of(shape)) {
        for (const std::string& table : total.tables) {
            const auto* const result = results.find(table);
            const auto* const cut = result != nullptr ? cut_behind(*result, results) : nullptr;
            if (cut == nullptr) continue;
            findings.push_back(
                {.check = "truncation",
                 .message = fmt::format(
                     "{} goes over {}, which rests on the first {} rows of a larger result ({} was "
                     "cut): it is no total; let the database itself aggregate, by query",
                     clipped(total.aggregate, most_told_call_bytes), result->handle,
                     with_thousands(cut->rows.row_count()), cut->handle)});
            break;
        }
    }
    return findings;
}

ToolOutput run_query_results(const ToolContext& context, const Json& arguments) {
    const Result<std::string> sql = required_text(arguments, "sql");
    if (!sql.ok()) return failed_output(sql.error());
    if (context.results.last_number() == 0) {
        return {.ok = false, .text = "there is no result yet: call query first"};
    }
    const WallTime now = std::chrono::system_clock::now();
    Result<database::Rows> rows = context.results.query(sql.value(), context.limits, context.stop);
    if (!rows.ok()) return failed_output(context, nullptr, rows.error(), sql.value());
    const auto shape = read_over_results(sql.value());
    ToolOutput output;
    if (shape) output.findings = cut_totals(*shape, context.results);
    const WallTime as_of = results::oldest_read(sql.value(), context.results, now);
    output.fetched = Fetched{{}, sql.value(), std::move(rows).value(), as_of};
    return output;
}

}

extern const ToolSpec query_results_tool = {
    .name = chat::asked_over_results,
    .summary =
        "Run one SELECT (SQLite's dialect) over earlier results, with their handles as table "
        "names, for "
        "example SELECT * FROM r1 LIMIT 50 OFFSET 20, or a join of r1 and r2 from two databases.",
    .progress = "Reading results",
    .reads_only = true,
    .schema = R"({"type":"object","required":["sql"],"properties":{
        "sql":{"type":"string","description":"One SELECT over r1, r2, …"}}})",
    .minds_sharing = true,
    .run = run_query_results,
};

}
