#include "cli/model_rows.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand models_command;

namespace {

void run_models_command(Shell& shell, std::string_view arguments) {
    const std::string name = at_most_one_word(models_command, arguments);
    database::Rows rows;
    const auto list = [&](const std::stop_token& stop) {
        const CommandContext context = with_config(shell.program(), shell.state().config, stop);
        rows = name.empty() ? model_rows(list_known_models(context), context.environment)
                            : offered_rows(context, name);
    };
    if (name.empty()) {
        list({});
    } else {
        shell.wait("asking " + name, list);
    }
    shell.show_rows(rows, "");
}

}

extern const SlashCommand models_command = {
    .name = "models",
    .aliases = "",
    .arguments = "[NAME]",
    .completes = Argument::model,
    .group = "Asking",
    .summary = "the models, or what a vendor offers",
    .details =
        "NAME is a vendor or a configured model: its endpoint is asked for the models\n"
        "that it has, which costs nothing. Prices are in USD per million tokens.",
    .run = run_models_command,
};

}
