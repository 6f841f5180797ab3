#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand quit_command;

namespace {

void run_quit_command(Shell& shell, std::string_view arguments) {
    expect_no_words(quit_command, arguments);
    shell.stop_work();
    shell.leave();
}

}

extern const SlashCommand quit_command = {
    .name = "quit",
    .aliases = "\\q .quit .exit .q",
    .arguments = "",
    .group = "Program",
    .summary = "leave",
    .details =
        "So does Ctrl-D on an empty line, and Ctrl-C twice. The conversation is kept:\n"
        "askdb -c goes on with it. What runs is stopped, on the server too.",
    .while_working = true,
    .run = run_quit_command,
};

}
