#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

#include <algorithm>

namespace askdb::cli::repl {

extern const SlashCommand resume_command;

namespace {

/// The newest that is not this one.
session::SessionSummary newest_other(Shell& shell) {
    const session::SessionPage page =
        shell.archive().list({.user = shell.conversation().user, .limit = 2});
    const auto other = std::find_if(
        page.sessions.begin(), page.sessions.end(),
        [&](const auto& summary) { return summary.key != shell.conversation().key(); });
    if (other == page.sessions.end())
        throw Failure({Errc::usage, "there is no other conversation to go on with"});
    return *other;
}

void run_resume_command(Shell& shell, std::string_view arguments) {
    const std::string id = at_most_one_word(resume_command, arguments);
    session::SessionSummary summary;
    shell.wait("looking for the conversation", [&](const std::stop_token&) {
        summary = id.empty() ? newest_other(shell)
                             : shell.archive().find(shell.conversation().user, id).value_or_throw();
    });
    if (summary.key == shell.conversation().key())
        return shell.say("That is this conversation.", Tone::dim);
    go_on_with(shell, summary);
}

}

extern const SlashCommand resume_command = {
    .name = "resume",
    .aliases = "",
    .arguments = "[ID]",
    .completes = Argument::session,
    .group = "Conversation",
    .summary = "go on with a kept conversation",
    .details =
        "ID is an id of /sessions or its beginning; without one it is the newest other\n"
        "one. Its results are there again. Databases and model stay those in use now.",
    .run = run_resume_command,
};

}
