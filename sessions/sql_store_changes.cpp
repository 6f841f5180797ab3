#include "sessions/sql_store_changes.h"

#include "libagent/base/text.h"
#include "libagent/session/turn_events_json.h"
#include "sessions/no_session.h"
#include "sessions/one_line.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"

#include <utility>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::SessionKey;

bool has_kept_turn(OwnConnection& connection, std::int64_t session_pk, int number) {
    const database::OwnResult found =
        connection.run("SELECT 1 FROM askdb_turns WHERE session_pk = ? AND number = ?",
                       {session_pk, std::int64_t{number}});
    return found.rows.row_count() > 0;
}

/// Runs `work` on the row of the conversation; no_such_session() where there is none.
template <class Work>
std::optional<Error> change_session(SqlStoreContext& context, const SessionKey& key,
                                    const Work& work) {
    std::optional<Error> error;
    context.write({.work =
                       [&](OwnConnection& connection, bool again) {
                           error.reset();
                           const auto pk = hold_session(connection, context, key);
                           if (pk) {
                               error = work(connection, *pk, again);
                           } else {
                               error = no_such_session(key.id);
                           }
                       },
                   .order = write_order(key)});
    return error;
}

/// Takes back the turns after `last_turn`, and counts anew.
void take_back(OwnConnection& connection, std::int64_t session_pk, int last_turn,
               session::Moment now) {
    connection.run("UPDATE askdb_turns SET is_taken_back = 1 WHERE session_pk = ? AND number > ?",
                   {session_pk, std::int64_t{last_turn}});
    connection.run(
        "UPDATE askdb_sessions SET updated_at = ?, "
        "turns = (SELECT count(*) FROM askdb_turns t WHERE t.session_pk = ? "
        "AND t.state = 'finished' AND t.is_taken_back = 0), "
        "last_finished = (SELECT coalesce(max(t.number), 0) FROM askdb_turns t "
        "WHERE t.session_pk = ? AND t.state = 'finished' AND t.is_taken_back = 0) WHERE pk = ?",
        {kept_moment(now), session_pk, session_pk, session_pk});
}

}

std::optional<Error> rewind_session(SqlStoreContext& context, const SessionKey& key,
                                    int last_turn) {
    const session::Moment now = context.now();
    return change_session(
        context, key,
        [&](OwnConnection& connection, std::int64_t pk, bool) -> std::optional<Error> {
            if (last_turn != 0 && !has_kept_turn(connection, pk, last_turn))
                return no_such_turn(key.id, last_turn);
            take_back(connection, pk, last_turn, now);
            return std::nullopt;
        });
}

std::optional<Error> rename_session(SqlStoreContext& context, const SessionKey& key,
                                    std::string_view title) {
    const std::string line = one_line(title);
    const std::string kept = line.empty() ? std::string() : context.sealed(line, title_place(key));
    return change_session(
        context, key,
        [&](OwnConnection& connection, std::int64_t pk, bool) -> std::optional<Error> {
            connection.run("UPDATE askdb_sessions SET title = ? WHERE pk = ?",
                           {std::string_view(kept), pk});
            return std::nullopt;
        });
}

void note_on_session(SqlStoreContext& context, const SessionKey& key, std::string_view text,
                     std::string_view metadata) {
    const session::Moment now = context.now();
    session::ConversationEvent note{.type = session::EventType::system_event,
                                    .text = session::text_to_keep(text),
                                    .metadata = session::text_to_keep(metadata),
                                    .created_at = now,
                                    .updated_at = now};
    (void)change_session(
        context, key,
        [&](OwnConnection& connection, std::int64_t pk, bool again) -> std::optional<Error> {
            const database::OwnResult last = connection.run(
                "SELECT count(*), coalesce(max(created_at), 0) FROM askdb_events "
                "WHERE session_pk = ? AND turn = 0",
                {pk});
            RowReader reader(last.rows, 0);
            note.position = reader.small();
            if (again && reader.moment() == now) return std::nullopt;
            const EventRow rows[] = {make_event_row(context, key, note)};
            append_events(connection, context, key, pk, rows);
            connection.run(
                "UPDATE askdb_sessions SET updated_at = ?, text_bytes = text_bytes + ? "
                "WHERE pk = ?",
                {kept_moment(now), bytes_of(rows), pk});
            return std::nullopt;
        });
}

}
