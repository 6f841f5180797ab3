#include "cli/repl/command_words.h"
#include "cli/repl/database_list.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand databases_command;

namespace {

void run_databases_command(Shell& shell, std::string_view arguments) {
    expect_no_words(databases_command, arguments);
    shell.show_rows(database_list(shell), "");
}

}

extern const SlashCommand databases_command = {
    .name = "databases",
    .aliases = "\\l .databases \\conninfo",
    .arguments = "",
    .group = "Database",
    .summary = "the databases in use, and the configured ones",
    .details = "Questions and SQL go to the default one; a model may ask all that are in use.",
    .run = run_databases_command,
};

}
