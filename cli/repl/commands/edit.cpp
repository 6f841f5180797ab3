#include "cli/repl/command_words.h"
#include "cli/repl/edited_text.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {

extern const SlashCommand edit_command;

namespace {

/// The last thing typed that was no command.
std::string last_input(const Shell& shell) {
    const std::vector<std::string> typed = shell.history();
    const auto is_input = [](const std::string& line) {
        const std::string_view text = trim(line);
        return !text.empty() && text.find_first_of("/\\.!") != 0;
    };
    const auto found = std::find_if(typed.rbegin(), typed.rend(), is_input);
    return found == typed.rend() ? std::string() : *found;
}

void run_edit_command(Shell& shell, std::string_view arguments) {
    const std::string what = at_most_one_word(edit_command, arguments);
    if (!what.empty() && what != "sql")
        throw wrong_usage(edit_command, "'/edit' takes 'sql', or nothing");
    const bool is_statement = what == "sql";
    std::string text = is_statement ? shell.state().last.sql : last_input(shell);
    if (is_statement && !text.empty() && !trim(text).ends_with(';')) text += ";";
    std::string edited = edit_text(shell, text);
    if (trim(edited).empty()) return shell.say("Nothing is left of it.", Tone::dim);
    shell.prefill(std::move(edited));
}

}

extern const SlashCommand edit_command = {
    .name = "edit",
    .aliases = "\\e .edit",
    .arguments = "[sql]",
    .completes = Argument::none,
    .group = "Asking",
    .summary = "edit the last input, or the last statement",
    .details =
        "In $VISUAL, else $EDITOR, else vi. What you leave there stands on the line that\n"
        "you type next; Enter sends it. With 'sql' it begins with the last statement\n"
        "that ran, a model's as well.",
    .run = run_edit_command,
};

}
