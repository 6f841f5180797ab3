#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"

namespace askdb::cli::repl {

extern const SlashCommand retry_command;

namespace {

/// Takes back the answer that is to be replaced, so that the model does not see it; one that failed
/// is nothing that it sees.
void take_back_last_answer(Shell& shell) {
    const std::optional<session::Transcript> transcript = kept_transcript(shell);
    if (!transcript) return;
    const session::KeptTurn& last = transcript->turns.back();
    const bool is_it = !last.is_taken_back && last.state == session::TurnState::finished &&
                       last.turn.answer.response == shell.state().last.answer.response;
    if (is_it) take_back_from(shell, last.number);
}

void run_retry_command(Shell& shell, std::string_view arguments) {
    const std::string model = at_most_one_word(retry_command, arguments);
    const std::string question = shell.state().last.question;
    const std::string material = shell.state().last.material;
    if (question.empty()) throw Failure({Errc::usage, "there is no question yet"});
    const std::string usual = shell.state().config.model;
    const bool is_other = !model.empty() && model != usual;
    if (is_other) change_config(shell, [&](Config& config) { config.model = model; });
    const auto use_usual = [&] {
        if (is_other) change_config(shell, [&](Config& config) { config.model = usual; });
    };
    try {
        take_back_last_answer(shell);
        shell.ask_model(question, material);
    } catch (...) {
        use_usual();
        throw;
    }
    use_usual();
}

}

extern const SlashCommand retry_command = {
    .name = "retry",
    .aliases = "",
    .arguments = "[MODEL]",
    .completes = Argument::model,
    .group = "Asking",
    .summary = "ask the last question again",
    .details =
        "The answer before is taken back, as by /rewind: the model does not see it; not\n"
        "so when a statement of yours ran since. With a MODEL (what -m takes) that one\n"
        "answers, this time only.",
    .run = run_retry_command,
};

}
