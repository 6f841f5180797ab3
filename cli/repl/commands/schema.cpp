#include "cli/repl/command_words.h"
#include "cli/repl/open_catalogs.h"
#include "cli/repl/schema_text.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand schema_command;

namespace {

/// All tables of the default database.
std::string whole_schema(Shell& shell) {
    const OpenCatalog open = read_catalogs(shell).front();
    std::string text;
    for (const database::Table& table : open.catalog->tables) {
        if (!text.empty()) text += "\n";
        text += schema_text(table, *open.catalog, open.database->dialect());
    }
    return text;
}

void run_schema_command(Shell& shell, std::string_view arguments) {
    const std::string name = at_most_one_word(schema_command, arguments);
    if (name.empty()) {
        const std::string text = whole_schema(shell);
        return text.empty() ? shell.say("There are no tables.") : shell.print(text);
    }
    const FoundTable found = find_open_table(shell, name);
    shell.print(schema_text(*found.table, *found.catalog, found.database->dialect()));
}

}

extern const SlashCommand schema_command = {
    .name = "schema",
    .aliases = ".schema",
    .arguments = "[TABLE]",
    .completes = Argument::table,
    .group = "Database",
    .summary = "a table, or all, as CREATE statements",
    .details =
        "As far as the catalog tells: columns, keys, comments. Indexes, defaults and what\n"
        "stands behind a view are not in it.",
    .run = run_schema_command,
};

}
