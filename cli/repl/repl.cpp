#include "cli/repl/repl.h"

#include "cli/doors.h"
#include "cli/render/terminal.h"
#include "cli/repl/repl_shell.h"
#include "cli/utf8_locale.h"
#include "sessions/memory_store.h"

#include <unistd.h>

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
    ReplShell(context, sessions::make_memory_store()).run();
    return exit_answered;
}

}
