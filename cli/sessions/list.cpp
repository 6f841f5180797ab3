#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "cli/render/rows_output.h"
#include "cli/render/terminal.h"
#include "cli/session_wiring.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/amounts.h"
#include "cli/sessions/named_session.h"
#include "cli/sessions/reports_json.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/text.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

using database::Kind;

/// A person reads ages and short ids, a program moments and whole ones.
database::Rows rows_of_sessions(const std::vector<session::SessionSummary>& sessions,
                                const CommandContext& context) {
    const bool for_person = context.terminal.on_stdout && context.args.data.empty();
    database::Rows rows;
    for (const char* name :
         {"id", for_person ? "last" : "updated_at", "title", "turns", "database", "state"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    if (context.args.all_users) rows.columns.push_back({.name = "user", .declared_type = {}});
    const session::Moment now = moment_now();
    for (const session::SessionSummary& summary : sessions) {
        rows.append(Kind::text, for_person ? short_id(summary.key.id) : summary.key.id);
        rows.append(Kind::text, for_person ? age_text(summary.updated_at, now)
                                           : sessions::iso_text(summary.updated_at));
        append_or_null(rows, summary.title);
        rows.append(Kind::integer, std::to_string(summary.turns));
        append_or_null(rows, join(summary.databases, ", "));
        rows.append(Kind::text, session::name_of(summary.last));
        if (context.args.all_users) append_or_null(rows, summary.key.user);
    }
    rows.settle_kinds();
    return rows;
}

}

int run_sessions_list(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const std::size_t limit = read_limit(context.args.limit).value_or_throw();
    const session::SessionPage page = archive->list({.user = named_users(context), .limit = limit});
    if (context.args.output_format == OutputFormat::json) {
        print_sessions_json(context.output, page);
        return exit_answered;
    }
    const int code = print_rows(context, rows_of_sessions(page.sessions, context), "");
    if (!page.next.empty() && !context.args.quiet)
        context.messages.say(fmt::format("the newest {}; more of them: --limit N", limit),
                             Tone::dim);
    return code;
}

}
