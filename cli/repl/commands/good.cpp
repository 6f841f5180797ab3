#include "cli/knowledge/keep.h"
#include "cli/repl/rated_answer.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

void run_good_command(Shell& shell, std::string_view arguments) {
    const RatedAnswer rated = last_answer_to_rate(shell);
    const KeptAnswer kept = keep_good(shell.program(), {.question = rated.question,
                                                        .sql = rated.sql,
                                                        .database = rated.database,
                                                        .dialect = rated.dialect,
                                                        .note = std::string(trim(arguments))});
    tell_rating(shell, "good", kept);
}

}

extern const SlashCommand good_command = {
    .name = "good",
    .aliases = "",
    .arguments = "[NOTE]",
    .completes = Argument::text,
    .group = "Conversation",
    .summary = "the last answer is right: keep it",
    .details =
        "Question and SQL become a file under knowledge/, for you to read and to edit.\n"
        "Like questions are answered with it in mind, the same one by the same SQL. What\n"
        "is kept: askdb knowledge list",
    .run = run_good_command,
};

}
