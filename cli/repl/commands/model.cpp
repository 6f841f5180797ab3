#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/model_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand model_command;

namespace {

void run_model_command(Shell& shell, std::string_view arguments) {
    const std::string name = at_most_one_word(model_command, arguments);
    if (!name.empty()) change_config(shell, [&](Config& config) { config.model = name; });
    shell.say(model_in_words(shell));
}

}

extern const SlashCommand model_command = {
    .name = "model",
    .aliases = ".model",
    .arguments = "[NAME]",
    .completes = Argument::model,
    .group = "Asking",
    .summary = "which model answers, or change it",
    .details =
        "NAME is what -m takes: offline, VENDOR:MODEL, or a name of the configuration.\n"
        "The conversation goes on. What cannot be used (a missing key, an unknown\n"
        "name) changes nothing. A list: /models",
    .run = run_model_command,
};

}
