#include "cli/model_rows.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand models_command;

namespace {

/// As narrow as a screen: what a list of models says of each in fewer columns.
database::Rows narrow_rows(const database::Rows& wide) {
    enum Column : std::size_t { name, in_use = 3, key, key_from, input_price, output_price };
    database::Rows rows;
    for (const char* title : {"name", "in_use", "key", "input", "output"})
        rows.columns.push_back({.name = title});
    const auto copy = [&](const database::Cell& cell) { rows.append(cell.kind, cell.text); };
    for (std::size_t i = 0; i < wide.row_count(); ++i) {
        copy(wide.cell(i, name));
        copy(wide.cell(i, in_use));
        std::string text(wide.cell(i, key).text);
        if (!wide.cell(i, key_from).is_null())
            text += ": " + std::string(wide.cell(i, key_from).text);
        rows.append(database::Kind::text, text);
        copy(wide.cell(i, input_price));
        copy(wide.cell(i, output_price));
    }
    rows.settle_kinds();
    return rows;
}

void run_models_command(Shell& shell, std::string_view arguments) {
    const std::string name = at_most_one_word(models_command, arguments);
    database::Rows rows;
    const auto list = [&](const std::stop_token& stop) {
        const CommandContext context = with_config(shell.program(), shell.state().config, stop);
        rows = name.empty()
                   ? narrow_rows(model_rows(list_known_models(context), context.environment))
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
