#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/chat/annotated_answer.h"

namespace askdb::cli::repl {

extern const SlashCommand last_command;

namespace {

void run_last_command(Shell& shell, std::string_view arguments) {
    expect_no_words(last_command, arguments);
    const LastTurn& last = shell.state().last;
    if (last.answer.response.empty()) return shell.say("There is no answer yet.");
    if (!last.question.empty()) shell.say(last.question, Tone::dim);
    shell.print_markdown(chat::annotated_response(last.answer, shell.state().show.cite));
}

}

extern const SlashCommand last_command = {
    .name = "last",
    .aliases = "",
    .arguments = "",
    .group = "Asking",
    .summary = "show the last answer again",
    .details = "The statement behind it: /sql. Its rows: /results rN.",
    .run = run_last_command,
};

}
