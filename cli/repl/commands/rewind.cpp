#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/chat/typed_statement.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {

extern const SlashCommand rewind_command;

namespace {

void run_rewind_command(Shell& shell, std::string_view arguments) {
    const std::string typed = at_most_one_word(rewind_command, arguments);
    const std::vector<session::KeptTurn> turns = turns_in_force(shell);
    const int first = chosen_turn(turns, typed);
    take_back_from(shell, first);
    const auto taken_back = std::find_if(
        turns.begin(), turns.end(), [first](const auto& turn) { return turn.number == first; });
    const auto count = turns.end() - taken_back;
    shell.say(count == 1
                  ? fmt::format("Turn {} is taken back.", first)
                  : fmt::format("Turns {} to {} are taken back.", first, turns.back().number),
              Tone::dim);
    const bool is_answer_gone = std::any_of(taken_back, turns.end(), [](const auto& turn) {
        return !chat::is_typed_statement(turn.turn.answer);
    });
    if (is_answer_gone) shell.state().last.question.clear();  // Nothing to rate or to ask again.
    if (is_answer_gone) shell.state().last.answer = {};
    shell.prefill(taken_back->turn.question);
}

}

extern const SlashCommand rewind_command = {
    .name = "rewind",
    .aliases = "",
    .arguments = "[TURN]",
    .completes = Argument::turn,
    .group = "Conversation",
    .summary = "take back a turn and all after it",
    .details =
        "Without a TURN the last one. No model sees them any more; they stay in the\n"
        "store, marked, and what they changed in a database stays changed. The question\n"
        "of the first stands on the line that you type next. Numbers: /turns",
    .run = run_rewind_command,
};

}
