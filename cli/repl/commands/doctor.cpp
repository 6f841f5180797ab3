#include "cli/args.h"
#include "cli/doctor/doctor_checks.h"
#include "cli/findings.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {
namespace {

void run_doctor_command(Shell& shell, std::string_view arguments) {
    const CommandContext& program = shell.program();
    Args args = program.args;
    args.databases.clear();
    args.words = command_words(arguments);
    if (args.words.empty()) args.words = shell.state().config.databases;
    args.model = shell.state().config.model;
    std::vector<Finding> findings;
    shell.wait("looking at drivers, databases and models", [&](const std::stop_token& stop) {
        findings = examine({.args = args,
                            .config = program.config,
                            .environment = program.environment,
                            .terminal = program.terminal,
                            .output = program.output,
                            .messages = program.messages,
                            .stop = stop});
    });
    shell.print(findings_text(program, findings, false));
}

}

extern const SlashCommand doctor_command = {
    .name = "doctor",
    .aliases = "",
    .arguments = "[DB...]",
    .completes = Argument::database,
    .group = "Program",
    .summary = "try drivers, databases and models",
    .details =
        "What is not good is followed by its fix. Without a DB the databases in use are\n"
        "tried. The files of the configuration are read anew for it.",
    .run = run_doctor_command,
};

}
