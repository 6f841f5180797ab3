#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/show_settings.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand timing_command;

namespace {

void run_timing_command(Shell& shell, std::string_view arguments) {
    std::string value = at_most_one_word(timing_command, arguments);
    if (value.empty()) value = shell.state().show.timing ? "off" : "on";
    change_show_setting(shell, "timing", value);
}

}

extern const SlashCommand timing_command = {
    .name = "timing",
    .aliases = "\\timing .timer",
    .arguments = "[on|off]",
    .completes = Argument::on_off,
    .group = "Results",
    .summary = "split an answer's time into model and SQL",
    .details =
        "How long a statement or an answer took is told either way, below it; 'on' adds\n"
        "how much of an answer's time the model took, and how much the database. Without\n"
        "a word it changes from on to off and back.",
    .run = run_timing_command,
};

}
