#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/sessions/short_id.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand fork_command;

namespace {

void run_fork_command(Shell& shell, std::string_view arguments) {
    const std::string typed = at_most_one_word(fork_command, arguments);
    const int last = chosen_turn(turns_in_force(shell), typed);
    const session::SessionKey from = shell.conversation().key();
    std::string id;
    shell.wait("copying the conversation", [&](const std::stop_token&) {
        id = shell.archive().fork(from, last).value_or_throw();
    });
    shell.open_conversation({.user = from.user, .id = id});
    shell.say(fmt::format("A copy up to turn {}; the other one stays: /resume {}", last,
                          short_id(from.id)),
              Tone::dim);
}

}

extern const SlashCommand fork_command = {
    .name = "fork",
    .aliases = "",
    .arguments = "[TURN]",
    .completes = Argument::turn,
    .group = "Conversation",
    .summary = "go on in a copy, up to a turn",
    .details =
        "To try another way and keep this one. Without a TURN all turns are copied.\n"
        "Their numbers: /turns",
    .run = run_fork_command,
};

}
