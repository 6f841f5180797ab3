#include "cli/catalog_rows.h"
#include "cli/repl/command_words.h"
#include "cli/repl/open_catalogs.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"
#include "libagent/database/table_filter.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand tables_command;

namespace {

/// A word without wildcards is looked for anywhere in the name.
bool matches_pattern(std::string_view pattern, const database::Table& table) {
    const std::string wanted = lower_ascii(pattern), name = lower_ascii(table.qualified_name());
    if (wanted.find_first_of("*?") == std::string::npos)
        return name.find(wanted) != std::string::npos;
    return database::matches_wildcards(wanted, name) ||
           database::matches_wildcards(wanted, lower_ascii(table.name));
}

void run_tables_command(Shell& shell, std::string_view arguments) {
    const std::string pattern = at_most_one_word(tables_command, arguments);
    const std::vector<OpenCatalog> catalogs = read_catalogs(shell);
    std::vector<ListedTable> tables;
    for (const OpenCatalog& open : catalogs) {
        for (const database::Table& table : open.catalog->tables) {
            if (!pattern.empty() && !matches_pattern(pattern, table)) continue;
            tables.push_back(
                {&table, catalogs.size() > 1 ? std::string_view(open.database->name()) : ""});
        }
    }
    if (tables.empty() && !pattern.empty())
        throw Failure({Errc::bad_input,
                       fmt::format("no table is called like '{}'", visible(pattern)),
                       "list all with: /tables"});
    if (tables.empty()) return shell.say("There are no tables.");
    shell.show_rows(table_rows(tables), "");
}

}

extern const SlashCommand tables_command = {
    .name = "tables",
    .aliases = "\\dt \\dv .tables",
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
