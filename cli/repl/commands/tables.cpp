#include "cli/repl/command_words.h"
#include "cli/repl/listed_tables.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand tables_command;

namespace {

void run_tables_command(Shell& shell, std::string_view arguments) {
    list_tables(shell, at_most_one_word(tables_command, arguments), TableKinds::all);
}

}

extern const SlashCommand tables_command = {
    .name = "tables",
    .aliases = "\\dt .tables",
    .arguments = "[PATTERN]",
    .completes = Argument::table,
    .group = "Database",
    .summary = "list the tables and views",
    .details =
        "PATTERN is a part of the names, or one of whole names with * and ?, as sales_*.\n"
        "With several databases in use, the tables of all are listed. Numbers of\n"
        "rows are estimates on servers.",
    .run = run_tables_command,
};

}
