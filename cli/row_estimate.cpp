#include "cli/row_estimate.h"

#include "cli/config/config.h"
#include "cli/limits.h"
#include "cli/render/messages.h"
#include "libagent/database/guard.h"
#include "libagent/database/row_estimate.h"

namespace askdb::cli {

std::optional<Error> judge_expected_rows(const CommandContext& context,
                                         database::Database& database, std::string_view sql) {
    const loop::TurnLimits limits = turn_limits(context.config.limits);
    if (limits.max_estimated_rows == 0) return std::nullopt;
    if (database::judge_read_only(sql, database.dialect()))
        return std::nullopt;  // Running it tells why.
    const database::RowEstimate estimate =
        database::estimate_rows(database, sql, limits.statement, context.stop);
    if (auto why = database::why_too_many(estimate, limits.max_estimated_rows))
        return Error{Errc::limit, std::move(*why),
                     "raise it with: --max-estimated-rows N, or ASKDB_MAX_ESTIMATED_ROWS=N"};
    if (!estimate.rows && !estimate.is_refused)
        context.messages.say("⚠ " + database::no_estimate_words(database), Tone::warning);
    return std::nullopt;
}

void expect_few_rows(const CommandContext& context, database::Database& database,
                     std::string_view sql) {
    if (auto error = judge_expected_rows(context, database, sql)) throw Failure(std::move(*error));
}

}
