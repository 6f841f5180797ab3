#include "cli/replay/replay_run.h"

#include "cli/config/config.h"
#include "cli/limits.h"
#include "cli/row_estimate.h"
#include "libagent/results/handle.h"
#include "sessions/export/export_conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli {

database::Limits ReplayRun::limits_as_kept(std::size_t index) const {
    database::Limits limits = turn_limits(ports_.context.config.limits).statement;
    const chat::Step& kept = *steps_[index].kept;
    if (kept.truncated && kept.rows) limits.rows = std::min(limits.rows, *kept.rows);
    return limits;
}

std::optional<Error> ReplayRun::make_needs(std::size_t index) {
    for (const std::size_t need : steps_[index].needs) {
        std::optional<Error> error = make(need);
        if (!error) continue;
        error->message =
            fmt::format("{}, which it reads: {}", steps_[need].kept->handle, error->message);
        return error;
    }
    return std::nullopt;
}

std::optional<Error> ReplayRun::make(std::size_t index) {
    if (!tried_[index].is_done) {
        std::optional<Error> error = make_now(index);
        tried_[index] = {true, std::move(error)};
    }
    return tried_[index].failure;
}

std::optional<Error> ReplayRun::make_now(std::size_t index) {
    const ReplayStep& step = steps_[index];
    if (step.why_not.empty()) {
        if (auto error = make_needs(index)) return error;
        Result<database::Rows> rows = rows_of(index, limits_as_kept(index));
        if (!rows) return rows.error();
        keep(index, std::move(rows).value());
        return std::nullopt;
    }
    auto rows = sessions::kept_rows(ports_.archive, ports_.key, step.kept->handle);
    if (!rows) return Error{Errc::no_answer, step.why_not + ", and its rows are not kept"};
    keep(index, std::move(*rows));
    return std::nullopt;
}

Result<database::Rows> ReplayRun::rows_of(std::size_t index, const database::Limits& limits) {
    const ReplayStep& step = steps_[index];
    const std::stop_token& stop = ports_.context.stop;
    if (step.reads_results) return results_.query(step.kept->sql, limits, stop);
    database::Database& database = ports_.databases.find(step.database);
    if (auto error = judge_expected_rows(ports_.context, database, step.kept->sql))
        return std::move(*error);
    return database.query(step.kept->sql, limits, stop);
}

void ReplayRun::keep(std::size_t index, database::Rows rows) {
    const ReplayStep& step = steps_[index];
    tried_[index].is_done = true;
    results_.put_back(
        results::handle_number(step.kept->handle),
        {.handle = {}, .database = step.database, .sql = step.kept->sql, .rows = std::move(rows)});
}

}
