#include "cli/repl/rated_answer.h"

#include "cli/knowledge/keep.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"

#include <fmt/format.h>

namespace askdb::cli::repl {
namespace {

/// By its name; the default one where none is called so any more.
database::Database& database_called(Shell& shell, std::string_view name) {
    for (database::Database* database : shell.wiring().agent().databases)
        if (database->name() == name) return *database;
    return shell.database();
}

}

RatedAnswer last_answer_to_rate(Shell& shell) {
    const LastTurn& last = shell.state().last;
    if (last.question.empty() || last.answer.response.empty())
        throw Failure({Errc::usage, "there is no answer yet", "ask something"});
    RatedAnswer rated{.question = last.question,
                      .answer = last.answer.response,
                      .sql = {},
                      .database = shell.database().name(),
                      .dialect = std::string(shell.database().dialect().name)};
    const results::StoredResult* const result =
        shell.conversation().results.find(last.answer.handle);
    if (result == nullptr) return rated;
    if (result->database.empty())
        throw Failure({Errc::usage,
                       fmt::format("the answer rests on '{}', which was made from other results",
                                   result->handle),
                       "ask for it in one question, so that one statement answers it"});
    const database::Database& database = database_called(shell, result->database);
    rated.sql = result->sql;
    rated.database = result->database;
    rated.dialect = database.dialect().name;
    return rated;
}

void tell_rating(Shell& shell, std::string_view rating, const KeptAnswer& kept) {
    const std::string& rated = shell.state().last.answer.session_id;
    if (rated == shell.conversation().session_id)
        shell.wait("keeping the rating", [&](const std::stop_token&) {
            shell.archive().note(shell.conversation().key(), "rated",
                                 fmt::format(R"({{"rating":"{}"}})", rating));
        });
    shell.say(fmt::format("{} as {}: {}", kept.is_new ? "Kept" : "Is already kept", rating,
                          visible(kept.path)),
              Tone::dim);
}

}
