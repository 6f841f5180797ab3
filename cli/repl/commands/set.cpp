#include "cli/render/rows_output.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/show_settings.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {

extern const SlashCommand set_command;

namespace {

database::Rows list_show_settings(const ShowSettings& settings) {
    database::Rows rows;
    for (const char* name : {"setting", "value", "values", "what_it_is"})
        rows.columns.push_back({.name = name});
    for (const ShowSetting& setting : all_show_settings()) {
        for (const std::string& text : {std::string(setting.name), setting.value(settings),
                                        std::string(setting.values), std::string(setting.summary)})
            append_or_null(rows, text);
    }
    rows.settle_kinds();
    return rows;
}

void run_set_command(Shell& shell, std::string_view arguments) {
    const std::vector<std::string> words = command_words(arguments);
    if (words.empty()) return shell.show_rows(list_show_settings(shell.state().show), "");
    if (words.size() != 2)
        throw wrong_usage(set_command, "'/set' takes a name and a value, or nothing");
    change_show_setting(shell, lower_ascii(words[0]), words[1]);
}

}

extern const SlashCommand set_command = {
    .name = "set",
    .aliases = "\\pset .set .show",
    .arguments = "[NAME VALUE]",
    .completes = Argument::setting,
    .group = "Settings",
    .summary = "show the settings, or change one",
    .details =
        "They hold until you leave. An empty VALUE is written '' .\n"
        "cite: below an answer, where its numbers are from. strict: an answer that fails\n"
        "a check goes back to the model once, and is shown once it is checked.",
    .run = run_set_command,
};

}
