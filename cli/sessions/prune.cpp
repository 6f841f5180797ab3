#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "cli/session_wiring.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/amounts.h"
#include "cli/sessions/reports_json.h"
#include "cli/sessions/retention.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

/// What the options say, else the configuration.
session::Retention chosen_retention(const CommandContext& context) {
    session::Retention retention{.longest = read_age(context.args.older_than).value_or_throw(),
                                 .most_bytes = read_size(context.args.max_size).value_or_throw()};
    if (!retention.longest && !retention.most_bytes)
        retention = configured_retention(context.config.sessions);
    if (!retention.longest && !retention.most_bytes)
        throw Failure({Errc::usage, "nothing says what is too old, or too much",
                       "askdb sessions prune --older-than 90d, or --max-size 500MB, or "
                       "[sessions] retention_days in the configuration"});
    retention.only_tell = context.args.dry_run;
    return retention;
}

}

int run_sessions_prune(const CommandContext& context) {
    const session::Retention retention = chosen_retention(context);
    const auto archive = wire_sessions_or_throw(context);
    const session::PruneReport report = archive->prune(retention, moment_now(), nullptr);
    if (context.args.output_format == OutputFormat::json) {
        print_pruned_json(context.output, report, retention.only_tell);
        return exit_answered;
    }
    if (!context.args.quiet)
        context.messages.say(fmt::format("{} conversation{} ({}) {}", report.sessions,
                                         report.sessions == 1 ? "" : "s", size_text(report.bytes),
                                         retention.only_tell ? "would go" : "deleted"));
    return exit_answered;
}

}
