#include "cli/database_choice.h"
#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/database_list.h"
#include "cli/repl/open_catalogs.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand use_command;

namespace {

void refuse_unusable(const std::string& typed) {
    if (typed == input_file)
        throw Failure({Errc::usage, "standard input is the keyboard here, and no table"});
    if (holds_password(typed))
        throw Failure({Errc::usage, "a password that is typed here stays in the history",
                       "leave it out, and export ASKDB_PASSWORD=… before askdb, or name the "
                       "database in the configuration with password_command"});
}

/// "maintenance: SQLite, 14 tables"
std::string described_catalogs(const std::vector<OpenCatalog>& catalogs) {
    std::string text;
    for (const OpenCatalog& open : catalogs) {
        const std::size_t tables = open.catalog->tables.size();
        text += fmt::format("{}{}: {}, {} {}", text.empty() ? "" : "\n", open.database->name(),
                            open.database->dialect().title, with_thousands(tables),
                            tables == 1 ? "table" : "tables");
    }
    return text;
}

void run_use_command(Shell& shell, std::string_view arguments) {
    std::vector<std::string> wanted = command_words(arguments);
    if (wanted.empty()) return shell.show_rows(database_list(shell), "");
    for (const std::string& typed : wanted) refuse_unusable(typed);
    const std::vector<std::string> before = shell.state().config.databases;
    change_config(shell, [&](Config& config) { config.databases = std::move(wanted); });
    try {  // A database is opened when it is first needed: that is now.
        shell.say(described_catalogs(read_catalogs(shell)));
    } catch (...) {
        change_config(shell, [&](Config& config) { config.databases = before; });
        throw;
    }
}

}

extern const SlashCommand use_command = {
    .name = "use",
    .aliases = "\\c \\connect .open",
    .arguments = "[DB...]",
    .completes = Argument::database,
    .group = "Database",
    .summary = "change to other databases",
    .details =
        "DB is what -d takes: a name of the configuration, an SQLite or data file, a\n"
        "URL, an ODBC data source. The first is the default. What cannot be opened\n"
        "changes nothing. The conversation and its results stay. Without a DB it lists\n"
        "what there is.",
    .run = run_use_command,
};

}
