#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand new_command;

namespace {

void run_new_command(Shell& shell, std::string_view arguments) {
    expect_no_words(new_command, arguments);
    shell.begin_conversation();
    shell.say("A new conversation. The last one is kept: /sessions", Tone::dim);
}

}

extern const SlashCommand new_command = {
    .name = "new",
    .aliases = "",
    .arguments = "",
    .group = "Conversation",
    .summary = "begin a new conversation",
    .details = "Without what was said and its results; databases, model and settings stay.",
    .run = run_new_command,
};

}
