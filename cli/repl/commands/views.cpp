#include "cli/repl/command_words.h"
#include "cli/repl/listed_tables.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand views_command;

namespace {

void run_views_command(Shell& shell, std::string_view arguments) {
    list_tables(shell, at_most_one_word(views_command, arguments), TableKinds::views);
}

}

extern const SlashCommand views_command = {
    .name = "views",
    .aliases = "\\dv",
    .arguments = "[PATTERN]",
    .completes = Argument::table,
    .group = "Database",
    .summary = "list the views alone",
    .details = "PATTERN is that of /tables.",
    .run = run_views_command,
};

}
