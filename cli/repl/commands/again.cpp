#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand again_command;

namespace {

void run_again_command(Shell& shell, std::string_view arguments) {
    expect_no_words(again_command, arguments);
    const std::string statement = shell.state().last.sql;
    if (statement.empty())
        throw Failure({Errc::usage, "no statement has run yet", "/sql SELECT …"});
    shell.run_sql(statement);
}

}

extern const SlashCommand again_command = {
    .name = "again",
    .aliases = "\\g",
    .arguments = "",
    .group = "Asking",
    .summary = "run the last statement once more",
    .details = "Also the last one of a model: its rows become a new result.",
    .run = run_again_command,
};

}
