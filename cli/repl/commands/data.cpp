#include "cli/render/rows_output.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/show_settings.h"
#include "cli/repl/slash_command.h"
#include "libagent/results/writer.h"

namespace askdb::cli::repl {

extern const SlashCommand data_command;

namespace {

database::Rows list_formats(std::string_view in_use) {
    database::Rows rows;
    for (const char* name : {"format", "in_use", "files", "what_it_is"})
        rows.columns.push_back({.name = name});
    for (const results::WriterSpec* writer : results::all_writers()) {
        for (const std::string_view text :
             {writer->name, std::string_view(writer->name == in_use ? "yes" : ""),
              writer->extensions, writer->summary})
            append_or_null(rows, std::string(text));
    }
    rows.settle_kinds();
    return rows;
}

void run_data_command(Shell& shell, std::string_view arguments) {
    const std::string format = at_most_one_word(data_command, arguments);
    if (format.empty()) return shell.show_rows(list_formats(shell.state().show.data), "");
    change_show_setting(shell, "data", format);
}

}

extern const SlashCommand data_command = {
    .name = "data",
    .aliases = ".mode",
    .arguments = "[FORMAT]",
    .completes = Argument::format,
    .group = "Results",
    .summary = "the format in which results are shown",
    .details = "Without a FORMAT it lists them. A binary one is for files only: /save FILE.xlsx",
    .run = run_data_command,
};

}
