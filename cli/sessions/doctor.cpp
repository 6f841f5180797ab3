#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/findings.h"
#include "cli/session_wiring.h"
#include "cli/sessions/reports_json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

const char* plural(std::size_t count) {
    return count == 1 ? "" : "s";
}

Finding sound_store(const session::IntegrityReport& report) {
    return {.about = "sessions",
            .message = fmt::format("{} conversation{}, {} turn{}, {} of them interrupted",
                                   with_thousands(report.sessions), plural(report.sessions),
                                   with_thousands(report.turns), plural(report.turns),
                                   with_thousands(report.interrupted))};
}

}

int run_sessions_doctor(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const session::IntegrityReport report = archive->check();
    const int code = report.problems.empty() ? exit_answered : exit_code(Errc::check);
    if (context.args.output_format == OutputFormat::json) {
        print_integrity_json(context.output, report, code);
        return code;
    }
    std::vector<Finding> findings = {sound_store(report)};
    for (const std::string& problem : report.problems)
        findings.push_back(broken("sessions", {Errc::check, problem}));
    print_findings(context, findings);
    return code;
}

}
