#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/show_settings.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand expanded_command;

namespace {

void run_expanded_command(Shell& shell, std::string_view arguments) {
    std::string value = at_most_one_word(expanded_command, arguments);
    const bool is_on = shell.state().show.expanded == Expanded::on;
    if (value.empty()) value = is_on ? "off" : "on";
    change_show_setting(shell, "expanded", value);
}

}

extern const SlashCommand expanded_command = {
    .name = "expanded",
    .aliases = "\\x",
    .arguments = "[on|off|auto]",
    .completes = Argument::on_off,
    .group = "Results",
    .summary = "show each row as lines, not as a table's row",
    .details =
        "With auto that happens where a table does not fit the screen. Without a word\n"
        "it changes from on to off and back.",
    .run = run_expanded_command,
};

}
