#include "sessions/sql_store_turns.h"

#include "libagent/base/text.h"
#include "libagent/session/turn_events_json.h"
#include "sessions/no_session.h"
#include "sessions/one_line.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_artifacts.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/title.h"
#include "sessions/turn_process.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::SessionKey;

/// The turn that began now, in the conversation that is made when it is not there.
struct BegunTurn {
    std::int64_t session_pk = 0;
    int number = 0;
};

BegunTurn count_turn(OwnConnection& connection, const SqlStoreContext& context,
                     const SessionKey& key, const session::TurnStart& start, session::Moment now) {
    const std::string title = context.sealed(title_of(start.question), title_place(key));
    // One name a line: a line break in a name would make two of it.
    std::vector<std::string> names;
    for (const std::string& name : start.databases) names.push_back(one_line(name));
    const std::string databases = join(names, "\n"), agent = one_line(start.agent),
                      model = one_line(start.model);
    const std::int64_t moment = kept_moment(now);
    const database::OwnResult made = connection.run(
        "INSERT INTO askdb_sessions (user_name, id, title, agent, databases, model, created_at, "
        "updated_at, last_turn, turns, last_finished, text_bytes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, ?) ON CONFLICT (user_name, id) DO UPDATE SET "
        "title = CASE WHEN askdb_sessions.title = '' THEN excluded.title "
        "ELSE askdb_sessions.title END, agent = excluded.agent, databases = excluded.databases, "
        "model = CASE WHEN excluded.model = '' THEN askdb_sessions.model ELSE excluded.model END, "
        "updated_at = excluded.updated_at, "
        "text_bytes = askdb_sessions.text_bytes + excluded.text_bytes, "
        "last_turn = askdb_sessions.last_turn + 1 RETURNING pk, last_turn",
        {std::string_view(key.user), std::string_view(key.id), std::string_view(title),
         std::string_view(agent), std::string_view(databases), std::string_view(model), moment,
         moment, static_cast<std::int64_t>(start.question.size())});
    RowReader row(made.rows, 0);
    const std::int64_t pk = row.integer();
    return {pk, row.small()};
}

/// Whether the newest turn of the conversation, which is held, still runs: earlier ones are over,
/// or this one would not have begun.
bool has_running_turn(OwnConnection& connection, const SqlStoreContext& context,
                      const SessionKey& key, std::int64_t session_pk) {
    const database::OwnResult found = connection.run(
        "SELECT number, process FROM askdb_turns WHERE session_pk = ? AND state = 'running' "
        "AND number = (SELECT max(number) FROM askdb_turns WHERE session_pk = ?)",
        {session_pk, session_pk});
    if (found.rows.row_count() == 0) return false;
    RowReader row(found.rows, 0);
    const int number = row.small();
    return is_running_here(row.text()) && !context.is_given_up(key, number);
}

/// Somebody else made the same conversation since it was looked for, and may run a turn there. With
/// this SQLSTATE (serialization failure) all is undone and tried again.
Error made_meanwhile() {
    return {.code = Errc::unavailable,
            .message = "the conversation was made by another program meanwhile",
            .sqlstate = "40001",
            .retryable = true};
}

/// The number of a turn that this very call began when it tried before; 0: it did not get through.
int number_of_begun(OwnConnection& connection, const SqlStoreContext& context,
                    const SessionKey& key, session::Moment now) {
    const auto pk = hold_session(connection, context, key);
    if (!pk) return 0;
    const database::OwnResult found = connection.run(
        "SELECT number FROM askdb_turns WHERE session_pk = ? AND began_at = ? AND process = ?",
        {*pk, kept_moment(now), std::string_view(context.process())});
    return found.rows.row_count() == 0 ? 0 : RowReader(found.rows, 0).small();
}

/// What commit_turn() has ready before its transaction.
struct FinishedTurn {
    const SessionKey& key;
    int number;
    session::Moment now;
    std::string model;
    std::vector<EventRow> rows;
    std::vector<KeptArtifact> artifacts;
};

FinishedTurn ready_turn(const SqlStoreContext& context, const SessionKey& key, int number,
                        const session::Turn& result) {
    FinishedTurn turn{.key = key,
                      .number = number,
                      .now = context.now(),
                      .model = one_line(result.answer.model),
                      .rows = {},
                      .artifacts = {}};
    std::vector<session::ConversationEvent> events = session::events_of(result);
    for (session::ConversationEvent& event : events) {
        // The question is there since the turn began.
        if (event.position == 0) continue;
        event.turn = number;
        event.created_at = event.updated_at = turn.now;
        turn.rows.push_back(make_event_row(context, key, std::move(event)));
    }
    return turn;
}

/// What became of the turn since it began, with other changes of its conversation held off.
struct TurnMark {
    std::int64_t session_pk = 0;
    std::string state = {};
    bool is_taken_back = false;
};

std::optional<TurnMark> hold_turn(OwnConnection& connection, const SqlStoreContext& context,
                                  const SessionKey& key, int number) {
    const std::string sql = std::string(
                                "SELECT s.pk, t.state, t.is_taken_back FROM askdb_sessions s "
                                "JOIN askdb_turns t ON t.session_pk = s.pk "
                                "WHERE s.user_name = ? AND s.id = ? AND t.number = ?")
                                .append(context.for_update());
    const database::OwnResult found = connection.run(
        sql, {std::string_view(key.user), std::string_view(key.id), std::int64_t{number}});
    if (found.rows.row_count() == 0) return std::nullopt;
    RowReader row(found.rows, 0);
    TurnMark mark{.session_pk = row.integer()};
    mark.state = row.text();
    mark.is_taken_back = row.integer() != 0;
    return mark;
}

void keep_finished(OwnConnection& connection, const SqlStoreContext& context,
                   const FinishedTurn& turn, bool again) {
    const std::optional<TurnMark> mark = hold_turn(connection, context, turn.key, turn.number);
    if (again && mark && mark->state == "finished") return;
    if (!mark || mark->state != "running")
        throw Failure(turn_was_removed(turn.key.id, turn.number));
    const std::int64_t number = turn.number, pk = mark->session_pk;
    connection.run(
        "UPDATE askdb_turns SET state = 'finished', ended_at = ? WHERE session_pk = ? AND number = "
        "?",
        {kept_moment(turn.now), pk, number});
    append_events(connection, context, turn.key, pk, turn.rows);
    keep_artifacts(connection, pk, turn.artifacts);
    const std::int64_t counts = mark->is_taken_back ? 0 : 1;
    connection.run(
        "UPDATE askdb_sessions SET updated_at = ?, turns = turns + ?, "
        "last_finished = CASE WHEN ? > 0 AND ? > last_finished THEN ? ELSE last_finished END, "
        "model = CASE WHEN ? = '' THEN model ELSE ? END, text_bytes = text_bytes + ? WHERE pk = ?",
        {kept_moment(turn.now), counts, counts, number, number, std::string_view(turn.model),
         std::string_view(turn.model), bytes_of(turn.rows), pk});
}

}

int begin_turn(SqlStoreContext& context, const SessionKey& key, const session::TurnStart& start) {
    const session::Moment now = context.now();
    session::Turn asked;
    asked.question = start.question;
    session::ConversationEvent question = session::events_of(asked).front();
    question.metadata.clear();
    question.created_at = question.updated_at = now;
    int number = 0;
    const auto work = [&](OwnConnection& connection, bool again) {
        if (again && (number = number_of_begun(connection, context, key, now)) > 0) return;
        number = 0;
        const auto known = hold_session(connection, context, key);
        if (known && has_running_turn(connection, context, key, *known)) return;
        const BegunTurn begun = count_turn(connection, context, key, start, now);
        if (!known && begun.number > 1) throw Failure(made_meanwhile());
        number = begun.number;
        connection.run(
            "INSERT INTO askdb_turns (session_pk, number, state, is_taken_back, began_at, "
            "ended_at, why, process) VALUES (?, ?, 'running', 0, ?, ?, '', ?)",
            {begun.session_pk, std::int64_t{number}, kept_moment(now), kept_moment(now),
             std::string_view(context.process())});
        question.turn = number;
        const EventRow rows[] = {make_event_row(context, key, question)};
        append_events(connection, context, key, begun.session_pk, rows);
    };
    context.write({.work = work, .must_last = false, .order = write_order(key)});
    return number;
}

void commit_turn(SqlStoreContext& context, const SessionKey& key, int turn,
                 const session::Turn& result) {
    FinishedTurn finished = ready_turn(context, key, turn, result);
    NewFiles files(context, key);
    finished.artifacts = files.write(turn, result.artifacts);
    context.write({.work = [&](OwnConnection& connection,
                               bool again) { keep_finished(connection, context, finished, again); },
                   .order = write_order(key)});
    files.keep();
}

void fail_turn(SqlStoreContext& context, const SessionKey& key, int turn, const Error& why) {
    const std::string words = context.sealed(one_line(why.message), failure_place(key, turn));
    const std::int64_t now = kept_moment(context.now());
    const auto work = [&](OwnConnection& connection, bool) {
        const auto pk = hold_session(connection, context, key);
        if (!pk) return;
        const database::OwnResult ended = connection.run(
            "UPDATE askdb_turns SET state = 'failed', ended_at = ?, why = ? "
            "WHERE session_pk = ? AND number = ? AND state = 'running'",
            {now, std::string_view(words), *pk, std::int64_t{turn}});
        if (ended.affected == 0) return;
        connection.run("UPDATE askdb_sessions SET updated_at = ? WHERE pk = ?", {now, *pk});
    };
    context.write({.work = work, .must_last = false, .order = write_order(key)});
}

}
