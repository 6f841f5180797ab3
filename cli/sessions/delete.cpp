#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/init/interview.h"
#include "cli/render/messages.h"
#include "cli/render/terminal.h"
#include "cli/session_wiring.h"
#include "cli/sessions/named_session.h"
#include "cli/sessions/reports_json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace askdb::cli {
namespace {

/// All that the words name, each once; a wrong one ends it before anything is gone.
std::vector<session::SessionSummary> sessions_to_delete(const CommandContext& context,
                                                        session::SessionArchive& archive) {
    std::vector<session::SessionSummary> list;
    for (std::size_t i = 1; i < context.args.words.size(); ++i) {
        session::SessionSummary found = named_session(context, archive, context.args.words[i]);
        const bool is_known = std::any_of(
            list.begin(), list.end(), [&](const auto& other) { return other.key == found.key; });
        if (!is_known) list.push_back(std::move(found));
    }
    return list;
}

/// Throws Failure(refused) where nobody can say yes, or somebody says no.
void require_yes(const CommandContext& context,
                 const std::vector<session::SessionSummary>& sessions) {
    if (context.args.yes) return;
    if (::isatty(STDIN_FILENO) != 1 || !context.terminal.on_stderr)
        throw Failure({Errc::refused, "nothing was deleted: nobody is there to say yes",
                       "say so on the command line: --yes"});
    const auto person =
        make_terminal_interview(context.messages, context.terminal.on_stderr, context.stop);
    for (const session::SessionSummary& summary : sessions)
        person->say(fmt::format("  {}  {} ({} turn{})", visible(summary.key.id),
                                visible(summary.title), summary.turns,
                                summary.turns == 1 ? "" : "s"));
    const std::string question =
        sessions.size() == 1
            ? std::string("Delete this conversation and its files?")
            : fmt::format("Delete these {} conversations and their files?", sessions.size());
    if (!confirm(*person, question, false)) throw Failure({Errc::refused, "nothing was deleted"});
}

}

int run_sessions_delete(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    std::vector<session::SessionSummary> sessions = sessions_to_delete(context, *archive);
    require_yes(context, sessions);
    std::erase_if(sessions, [&](const session::SessionSummary& summary) {
        return !archive->remove(summary.key);  // Another process was faster.
    });
    if (context.args.output_format == OutputFormat::json) {
        print_deleted_json(context.output, sessions);
        return exit_answered;
    }
    if (!context.args.quiet)
        context.messages.say(fmt::format("{} conversation{} deleted", sessions.size(),
                                         sessions.size() == 1 ? "" : "s"));
    return exit_answered;
}

}
