#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand stop_command;

namespace {

void run_stop_command(Shell& shell, std::string_view arguments) {
    expect_no_words(stop_command, arguments);
    if (!shell.stop_work()) shell.say("Nothing is running.");
}

}

extern const SlashCommand stop_command = {
    .name = "stop",
    .aliases = "",
    .arguments = "",
    .group = "Asking",
    .summary = "stop what runs, as Ctrl-C does",
    .details = "Its statement ends on the server, too; the conversation stays.",
    .while_working = true,
    .run = run_stop_command,
};

}
