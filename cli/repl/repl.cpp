#include "cli/repl/repl.h"

#include "cli/args.h"
#include "cli/doors.h"
#include "cli/render/terminal.h"
#include "cli/repl/repl_shell.h"
#include "cli/sessions/retention.h"
#include "cli/sessions/run_conversation.h"
#include "cli/utf8_locale.h"

#include <memory>
#include <unistd.h>
#include <utility>

namespace askdb::cli::repl {

bool is_at_terminal(const CommandContext& context) {
    return context.terminal.on_stdout && ::isatty(STDIN_FILENO) == 1;
}

int run_repl(const CommandContext& context) {
    if (!is_at_terminal(context)) {
        throw Failure(
            {Errc::usage, "a conversation needs a terminal on stdin and stdout",
             "one question: askdb \"How many rows are there?\"; many, one a line: askdb < "
             "FILE"});
    }
    use_utf8_locale();
    std::unique_ptr<session::SessionArchive> archive = wire_sessions_of_run(context);
    ChosenConversation first = choose_conversation(context, *archive);
    ReplShell shell(context, std::move(archive), std::move(first));
    shell.run();
    if (!context.args.ephemeral)
        apply_retention(context, shell.archive(), shell.conversation().key());
    return exit_answered;
}

}
