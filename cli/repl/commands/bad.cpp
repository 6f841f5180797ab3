#include "cli/knowledge/keep.h"
#include "cli/repl/rated_answer.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

void run_bad_command(Shell& shell, std::string_view arguments) {
    const RatedAnswer rated = last_answer_to_rate(shell);
    std::string correction(trim(arguments));
    if (correction.empty())
        correction = trim(shell.ask_person("What would be right? (words, or sql) ").value_or(""));
    // Who types a command there has changed their mind.
    const bool is_command = arguments.empty() && correction.starts_with('/');
    if (correction.empty() || is_command) return shell.say("Nothing was kept.", Tone::dim);
    BadAnswer bad{.question = rated.question,
                  .database = rated.database,
                  .dialect = rated.dialect,
                  .wrong_sql = rated.sql,
                  .wrong_answer = rated.answer};
    if (lower_ascii(correction) == "sql") {
        bad.right_sql = shell.state().last.sql;
        if (bad.right_sql == rated.sql)
            throw Failure({Errc::usage, "the last statement is the one behind the answer",
                           "run the right one first, then: /bad sql"});
    } else {
        bad.correction = std::move(correction);
    }
    tell_rating(shell, "bad", keep_bad(shell.program(), bad));
}

}

extern const SlashCommand bad_command = {
    .name = "bad",
    .aliases = "",
    .arguments = "[CORRECTION|sql]",
    .completes = Argument::text,
    .group = "Conversation",
    .summary = "the last answer is wrong: keep what is right",
    .details =
        "CORRECTION says it in your words. With 'sql', the statement that you ran since\n"
        "is right. It becomes a file under knowledge/, for you to read and to edit, and\n"
        "like questions are answered with it in mind.",
    .run = run_bad_command,
};

}
