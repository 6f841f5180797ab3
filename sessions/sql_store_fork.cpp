#include "sessions/sql_store_fork.h"

#include "libagent/session/compaction_json.h"
#include "sessions/no_session.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_artifacts.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::SessionKey;

/// What is copied of a conversation, as its rows have it.
struct ForkedRows {
    struct Turn {
        int number = 0;
        std::int64_t began_at = 0, ended_at = 0;
    };
    std::string title = {}, agent = {}, databases = {}, model = {};
    std::vector<Turn> turns = {};
    std::vector<session::ConversationEvent> events = {};
    std::vector<KeptArtifact> artifacts = {};
};

void read_forked_turns(OwnConnection& connection, std::int64_t session_pk, int last_turn,
                       ForkedRows& rows) {
    const database::OwnResult turns = connection.run(
        "SELECT number, began_at, ended_at FROM askdb_turns WHERE session_pk = ? AND number <= ? "
        "AND state = 'finished' AND is_taken_back = 0 ORDER BY number",
        {session_pk, std::int64_t{last_turn}});
    for (std::size_t row = 0; row < turns.rows.row_count(); ++row) {
        RowReader reader(turns.rows, row);
        ForkedRows::Turn turn{.number = reader.small()};
        turn.began_at = reader.integer();
        turn.ended_at = reader.integer();
        rows.turns.push_back(turn);
    }
}

Result<ForkedRows> read_forked_rows(OwnConnection& connection, const SessionKey& key,
                                    int last_turn) {
    const auto pk = find_session(connection, key);
    if (!pk) return no_such_session(key.id);
    const database::OwnResult session = connection.run(
        "SELECT s.title, s.agent, s.databases, s.model, (SELECT count(*) FROM askdb_turns t "
        "WHERE t.session_pk = s.pk AND t.number = ?) FROM askdb_sessions s WHERE s.pk = ?",
        {std::int64_t{last_turn}, *pk});
    RowReader reader(session.rows, 0);
    ForkedRows rows{.title = reader.text()};
    rows.agent = reader.text();
    rows.databases = reader.text();
    rows.model = reader.text();
    if (reader.integer() == 0) return no_such_turn(key.id, last_turn);
    read_forked_turns(connection, *pk, last_turn, rows);
    rows.events = read_events(connection, *pk);
    rows.artifacts = read_artifacts(connection, *pk);
    return rows;
}

/// One conversation being copied into another.
class Fork {
  public:
    Fork(SqlStoreContext& context, const SessionKey& from, SessionKey to)
        : context_(context), from_(from), to_(std::move(to)), files_(context, to_) {}

    /// Makes the rows of the copy, and its files.
    std::optional<Error> prepare(const ForkedRows& rows) {
        for (const ForkedRows::Turn& turn : rows.turns)
            numbers_[turn.number] = static_cast<int>(numbers_.size()) + 1;
        Result<std::string> title = std::string();
        if (!rows.title.empty()) title = context_.opened(rows.title, title_place(from_));
        if (title && !title.value().empty())
            title_ = context_.sealed(std::move(title).value(), title_place(to_));
        std::vector<session::ConversationEvent> notes;
        for (const session::ConversationEvent& event : rows.events) {
            const auto number = numbers_.find(event.turn);
            if (number == numbers_.end() && event.turn != 0) continue;
            Result<session::ConversationEvent> opened = open_event(context_, from_, event);
            if (!opened) return opened.error();
            if (event.turn == 0) {
                notes.push_back(std::move(opened).value());
                continue;
            }
            opened.value().turn = number->second;
            events_.push_back(make_event_row(context_, to_, std::move(opened).value()));
        }
        keep_short(session::compacted_up_to(notes));
        copy_files(rows);
        return std::nullopt;
    }

    void write(const ForkedRows& rows) {
        const std::int64_t now = kept_moment(context_.now());
        context_.write({.work =
                            [&](OwnConnection& connection, bool again) {
                                if (again && find_session(connection, to_)) return;
                                insert(connection, rows, now);
                            },
                        .order = write_order(to_)});
        files_.keep();
    }

  private:
    /// What was shortened for models there is so here, too.
    void keep_short(int last_turn) {
        const auto beyond = numbers_.upper_bound(last_turn);
        if (beyond == numbers_.begin()) return;
        const session::Moment now = context_.now();
        events_.push_back(
            make_event_row(context_, to_,
                           {.type = session::EventType::system_event,
                            .text = std::string(session::compacted_note),
                            .metadata = session::compacted_metadata(std::prev(beyond)->second),
                            .created_at = now,
                            .updated_at = now}));
    }

    void copy_files(const ForkedRows& rows) {
        for (const KeptArtifact& kept : rows.artifacts) {
            const auto number = numbers_.find(kept.turn);
            if (number == numbers_.end() || context_.artifacts() == nullptr) continue;
            Result<std::string> bytes = context_.artifacts()->read(from_, kept.name, kept.digest);
            if (!bytes) continue;
            Result<std::string> metadata =
                context_.opened(kept.metadata, artifact_place(from_, kept.name));
            const session::Artifact copied[] = {
                {.kind = kept.kind,
                 .name = kept.name,
                 .bytes = std::move(bytes).value(),
                 .metadata = metadata ? std::move(metadata).value() : std::string()}};
            for (KeptArtifact& made : files_.write(number->second, copied))
                artifacts_.push_back(std::move(made));
        }
    }

    void insert(OwnConnection& connection, const ForkedRows& rows, std::int64_t now) {
        const auto turns = static_cast<std::int64_t>(rows.turns.size());
        const database::OwnResult made = connection.run(
            "INSERT INTO askdb_sessions (user_name, id, title, agent, databases, model, "
            "created_at, updated_at, last_turn, turns, last_finished, text_bytes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING pk",
            {std::string_view(to_.user), std::string_view(to_.id), std::string_view(title_),
             std::string_view(rows.agent), std::string_view(rows.databases),
             std::string_view(rows.model), now, now, turns, turns, turns, bytes_of(events_)});
        const std::int64_t pk = RowReader(made.rows, 0).integer();
        for (const ForkedRows::Turn& turn : rows.turns) {
            connection.run(
                "INSERT INTO askdb_turns (session_pk, number, state, is_taken_back, began_at, "
                "ended_at, why, process) VALUES (?, ?, 'finished', 0, ?, ?, '', '')",
                {pk, std::int64_t{numbers_.at(turn.number)}, turn.began_at, turn.ended_at});
        }
        append_events(connection, context_, to_, pk, events_);
        keep_artifacts(connection, pk, artifacts_);
    }

    SqlStoreContext& context_;
    const SessionKey& from_;
    const SessionKey to_;
    NewFiles files_;
    std::map<int, int> numbers_;  ///< Of the turns, there and here.
    std::string title_;
    std::vector<EventRow> events_;
    std::vector<KeptArtifact> artifacts_;
};

}

Result<std::string> fork_session(SqlStoreContext& context, const SessionKey& key, int last_turn) {
    Result<ForkedRows> rows = no_such_session(key.id);
    context.read(
        [&](OwnConnection& connection) { rows = read_forked_rows(connection, key, last_turn); });
    if (!rows) return rows.error();
    const std::string id = session::new_session_id();
    Fork fork(context, key, {key.user, id});
    if (auto error = fork.prepare(rows.value())) return std::move(*error);
    fork.write(rows.value());
    return id;
}

}
