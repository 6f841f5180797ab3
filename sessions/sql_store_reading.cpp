#include "sessions/sql_store_reading.h"

#include "libagent/session/compaction_json.h"
#include "libagent/session/turn_events_json.h"
#include "sessions/no_session.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_events.h"
#include "sessions/sql_store_summaries.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::ConversationEvent;
using session::KeptTurn;
using session::SessionKey;
using session::TurnState;

/// The rows of one conversation, read in one transaction; what is costly comes after it.
struct SessionRows {
    std::optional<FoundSession> session = {};
    std::vector<KeptTurn> turns = {};
    std::vector<ConversationEvent> events = {};  ///< As they are kept.
};

std::vector<KeptTurn> read_turn_rows(OwnConnection& connection, const SqlStoreContext& context,
                                     const SessionKey& key, std::int64_t session_pk) {
    const database::OwnResult result = connection.run(
        "SELECT number, state, is_taken_back, began_at, ended_at, why, process FROM askdb_turns "
        "WHERE session_pk = ? ORDER BY number",
        {session_pk});
    std::vector<KeptTurn> turns;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
        RowReader reader(result.rows, row);
        KeptTurn turn{.number = reader.small()};
        const std::string state = reader.text();
        turn.is_taken_back = reader.integer() != 0;
        turn.began_at = reader.moment();
        turn.ended_at = reader.moment();
        const std::string why = reader.text(), process = reader.text();
        if (!why.empty()) {
            Result<std::string> words = context.opened(why, failure_place(key, turn.number));
            turn.why = words ? std::move(words).value() : words.error().message;
        }
        turn.state = turn_state(state, process, row + 1 == result.rows.row_count());
        turns.push_back(std::move(turn));
    }
    return turns;
}

SessionRows read_rows(SqlStoreContext& context, const SessionKey& key) {
    SessionRows rows;
    context.read([&](OwnConnection& connection) {
        rows = {};
        rows.session = read_summary(connection, context, key);
        if (!rows.session) return;
        rows.turns = read_turn_rows(connection, context, key, rows.session->pk);
        rows.events = read_events(connection, rows.session->pk);
    });
    return rows;
}

/// Those of one turn; `events` is sorted by turn.
std::span<const ConversationEvent> events_of_turn(std::span<const ConversationEvent> events,
                                                  int turn) {
    struct ByTurn {
        bool operator()(const ConversationEvent& event, int number) const {
            return event.turn < number;
        }
        bool operator()(int number, const ConversationEvent& event) const {
            return number < event.turn;
        }
    };
    const auto [begin, end] = std::equal_range(events.begin(), events.end(), turn, ByTurn());
    return {begin, end};
}

Result<std::vector<ConversationEvent>> opened_events(const SqlStoreContext& context,
                                                     const SessionKey& key,
                                                     std::span<const ConversationEvent> events) {
    std::vector<ConversationEvent> opened;
    for (const ConversationEvent& event : events) {
        Result<ConversationEvent> one = open_event(context, key, event);
        if (!one) return one.error();
        opened.push_back(std::move(one).value());
    }
    return opened;
}

Result<session::Turn> whole_turn(const SqlStoreContext& context, const SessionKey& key,
                                 std::span<const ConversationEvent> events) {
    const Result<std::vector<ConversationEvent>> opened = opened_events(context, key, events);
    if (!opened) return opened.error();
    return session::turn_of(opened.value());
}

/// Puts what was asked and answered into the turn.
void fill_turn(const SqlStoreContext& context, const SessionKey& key,
               std::span<const ConversationEvent> events, KeptTurn& turn) {
    if (turn.state == TurnState::finished) {
        Result<session::Turn> whole = whole_turn(context, key, events);
        if (whole) {
            turn.turn = std::move(whole).value();
            return;
        }
        turn.state = TurnState::failed;
        turn.why = whole.error().message;
    }
    if (events.empty() || events.front().type != session::EventType::user_message) return;
    Result<ConversationEvent> question = open_event(context, key, events.front());
    if (question) turn.turn.question = std::move(question).value().text;
}

/// The system events beside the turns; those that are damaged are left out.
std::vector<ConversationEvent> notes_in(const SqlStoreContext& context, const SessionKey& key,
                                        std::span<const ConversationEvent> events) {
    std::vector<ConversationEvent> notes;
    for (const ConversationEvent& event : events_of_turn(events, 0)) {
        Result<ConversationEvent> note = open_event(context, key, event);
        if (note) notes.push_back(std::move(note).value());
    }
    return notes;
}

}

std::vector<session::Turn> load_turns(SqlStoreContext& context, const SessionKey& key) {
    const SessionRows rows = read_rows(context, key);
    if (!rows.session) return {};
    const int shortened = session::compacted_up_to(notes_in(context, key, rows.events));
    std::vector<session::Turn> turns;
    for (const KeptTurn& kept : rows.turns) {
        if (kept.state != TurnState::finished || kept.is_taken_back) continue;
        Result<session::Turn> turn =
            whole_turn(context, key, events_of_turn(rows.events, kept.number));
        if (!turn) {
            throw Failure({Errc::unavailable, turn.error().message,
                           "what else is damaged: askdb sessions doctor"});
        }
        if (kept.number <= shortened) session::keep_question_and_answer(turn.value());
        turns.push_back(std::move(turn).value());
    }
    return turns;
}

Result<session::Transcript> read_transcript(SqlStoreContext& context, const SessionKey& key) {
    SessionRows rows = read_rows(context, key);
    if (!rows.session) return no_such_session(key.id);
    session::Transcript transcript{.summary = std::move(rows.session->summary)};
    transcript.notes = notes_in(context, key, rows.events);
    for (KeptTurn& turn : rows.turns) {
        fill_turn(context, key, events_of_turn(rows.events, turn.number), turn);
        transcript.turns.push_back(std::move(turn));
    }
    return transcript;
}

}
