#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand turns_command;

namespace {

void run_turns_command(Shell& shell, std::string_view arguments) {
    expect_no_words(turns_command, arguments);
    const std::optional<session::Transcript> transcript = kept_transcript(shell);
    if (!transcript) return shell.say("This conversation has no turns yet.");
    shell.show_rows(turn_rows(*transcript), "");
}

}

extern const SlashCommand turns_command = {
    .name = "turns",
    .aliases = "",
    .arguments = "",
    .group = "Conversation",
    .summary = "questions and statements of this conversation",
    .details = "With their numbers, as /fork and /rewind take them.",
    .run = run_turns_command,
};

}
