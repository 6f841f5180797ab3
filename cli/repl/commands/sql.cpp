#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

void run_sql_command(Shell& shell, std::string_view arguments) {
    const std::string_view statement = trim(arguments);
    if (!statement.empty()) return shell.run_sql(std::string(statement));
    const std::string& last = shell.state().last.sql;
    if (last.empty()) return shell.say("No statement has run yet.");
    shell.print(last + "\n");
}

}

extern const SlashCommand sql_command = {
    .name = "sql",
    .aliases = "\\p",
    .arguments = "[STATEMENT]",
    .completes = Argument::sql,
    .group = "Asking",
    .summary = "run SQL, or show the last statement",
    .details =
        "A line that begins like a statement runs without /sql as well. Only what reads\n"
        "runs, unless askdb was started with --write. What ran is a turn of the\n"
        "conversation, as a question is: kept, and seen by models. Results of this\n"
        "conversation are tables: SELECT * FROM r1",
    .run = run_sql_command,
};

}
