#include "cli/row_estimate.h"

#include "cli/config/config.h"
#include "cli/limits.h"
#include "cli/render/messages.h"
#include "libagent/database/guard.h"
#include "libagent/database/row_estimate.h"

namespace askdb::cli {

void expect_few_rows(const CommandContext& context, database::Database& database,
                     std::string_view sql) {
    const loop::TurnLimits limits = turn_limits(context.config.limits);
    if (limits.max_estimated_rows == 0) return;
    if (database::judge_read_only(sql, database.dialect())) return;  // Running it tells why.
    const database::RowEstimate estimate =
        database::estimate_rows(database, sql, limits.statement, context.stop);
    if (auto why = database::why_too_many(estimate, limits.max_estimated_rows))
        throw Failure({Errc::limit, std::move(*why), "raise it with: --max-estimated-rows N"});
    if (!estimate.rows && !estimate.is_refused)
        context.messages.say("⚠ " + database::no_estimate_words(database), Tone::warning);
}

}
