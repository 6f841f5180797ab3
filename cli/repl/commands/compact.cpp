#include "libagent/session/compact.h"

#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/sessions/amounts.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand compact_command;

namespace {

void run_compact_command(Shell& shell, std::string_view arguments) {
    expect_no_words(compact_command, arguments);
    const int last = turns_in_force(shell).back().number;
    session::Compaction done;
    shell.wait("shortening the conversation", [&](const std::stop_token&) {
        done = session::compact(shell.archive(), shell.conversation().key());
    });
    if (done.bytes_after >= done.bytes_before)
        return shell.say(
            "There is nothing more to shorten: a model sees question and answer alone.", Tone::dim);
    const std::string turns =
        last == 1 ? std::string("the first turn") : fmt::format("turns 1 to {}", last);
    shell.say(fmt::format("Of {} a model sees question and answer alone from now on: {} instead "
                          "of {}.",
                          turns, size_text(done.bytes_after), size_text(done.bytes_before)),
              Tone::dim);
}

}

extern const SlashCommand compact_command = {
    .name = "compact",
    .aliases = "",
    .arguments = "",
    .group = "Conversation",
    .summary = "show models less of what was said",
    .details =
        "Of the turns so far a model sees question and answer, and a line for each\n"
        "result; calls and rows go. That makes requests cheaper and quicker. You still\n"
        "see all, and so do exports.",
    .run = run_compact_command,
};

}
