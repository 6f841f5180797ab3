#include "sessions/sql_store_events.h"

#include "libagent/base/text.h"
#include "sessions/excerpt.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using database::OwnValue;
using session::EventType;

constexpr std::size_t values_per_event = 9;
constexpr std::size_t most_events_at_once = 50;

bool is_searched(const session::ConversationEvent& event) {
    return event.type == EventType::user_message || event.type == EventType::agent_response;
}

/// Each word once, with blanks between: what is left of a text in an index without positions.
/// PostgreSQL takes no longer word than 2 KiB, and about a million bytes in all.
std::string words_for_postgres(std::string_view text) {
    constexpr std::size_t longest_word = 2000, most_bytes = 500'000;
    std::vector<std::string> words = search_words(text);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::string joined;
    for (const std::string& word : words) {
        if (word.size() > longest_word || joined.size() + word.size() > most_bytes) continue;
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

std::string insert_events_sql(std::size_t count) {
    std::string sql =
        "INSERT INTO askdb_events (session_pk, turn, position, type, text, metadata, created_at, "
        "updated_at, processing_ms) VALUES ";
    for (std::size_t i = 0; i < count; ++i)
        sql += i == 0 ? "(?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    return sql;
}

void insert_events(OwnConnection& connection, std::int64_t session_pk,
                   std::span<const EventRow> rows) {
    std::vector<OwnValue> values;
    values.reserve(rows.size() * values_per_event);
    for (const EventRow& row : rows) {
        const session::ConversationEvent& event = row.event;
        values.insert(values.end(),
                      {session_pk, std::int64_t{event.turn}, std::int64_t{event.position},
                       session::name_of(event.type), std::string_view(event.text),
                       std::string_view(event.metadata), kept_moment(event.created_at),
                       kept_moment(event.updated_at), event.processing_ms});
    }
    connection.run(insert_events_sql(rows.size()), values);
}

void index_event(OwnConnection& connection, const SqlStoreContext& context,
                 const session::SessionKey& key, std::int64_t session_pk, const EventRow& row) {
    const std::int64_t turn = row.event.turn, position = row.event.position;
    if (context.is_postgres()) {
        connection.run(
            "INSERT INTO askdb_texts (id, user_name, words) SELECT id, ?, "
            "array_to_tsvector(string_to_array(?, ' ')) FROM askdb_events "
            "WHERE session_pk = ? AND turn = ? AND position = ?",
            {std::string_view(key.user), std::string_view(row.words), session_pk, turn, position});
    } else {
        connection.run(
            "INSERT INTO askdb_texts (rowid, text, who) SELECT id, text, who FROM askdb_searchable "
            "WHERE session_pk = ? AND turn = ? AND position = ?",
            {session_pk, turn, position});
    }
}

}

EventRow make_event_row(const SqlStoreContext& context, const session::SessionKey& key,
                        session::ConversationEvent event) {
    EventRow row;
    if (context.is_postgres() && !context.is_encrypted() && is_searched(event))
        row.words = words_for_postgres(event.text);
    const EventPlace place = event_place(key, event.turn, event.position);
    event.text = context.sealed(std::move(event.text), place.text);
    event.metadata = context.sealed(std::move(event.metadata), place.metadata);
    row.event = std::move(event);
    return row;
}

std::int64_t bytes_of(std::span<const EventRow> rows) {
    std::size_t bytes = 0;
    for (const EventRow& row : rows) bytes += row.event.text.size() + row.event.metadata.size();
    return static_cast<std::int64_t>(bytes);
}

void append_events(OwnConnection& connection, const SqlStoreContext& context,
                   const session::SessionKey& key, std::int64_t session_pk,
                   std::span<const EventRow> rows) {
    for (std::size_t at = 0; at < rows.size(); at += most_events_at_once) {
        const std::size_t count = std::min(most_events_at_once, rows.size() - at);
        insert_events(connection, session_pk, rows.subspan(at, count));
    }
    if (context.is_encrypted()) return;
    for (const EventRow& row : rows) {
        if (is_searched(row.event)) index_event(connection, context, key, session_pk, row);
    }
}

void remove_events(OwnConnection& connection, const SqlStoreContext& context,
                   std::int64_t session_pk) {
    if (!context.is_encrypted()) {
        connection.run(context.is_postgres()
                           ? "DELETE FROM askdb_texts WHERE id IN (SELECT id FROM askdb_events "
                             "WHERE session_pk = ?)"
                           : "INSERT INTO askdb_texts (askdb_texts, rowid, text, who) "
                             "SELECT 'delete', id, text, who FROM askdb_searchable "
                             "WHERE session_pk = ?",
                       {session_pk});
    }
    connection.run("DELETE FROM askdb_events WHERE session_pk = ?", {session_pk});
}

std::vector<session::ConversationEvent> read_events(OwnConnection& connection,
                                                    std::int64_t session_pk) {
    const database::OwnResult result = connection.run(
        "SELECT id, turn, position, type, text, metadata, created_at, updated_at, processing_ms "
        "FROM askdb_events WHERE session_pk = ? ORDER BY turn, position",
        {session_pk});
    std::vector<session::ConversationEvent> events;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
        RowReader reader(result.rows, row);
        session::ConversationEvent event;
        event.id = reader.integer();
        event.turn = reader.small();
        event.position = reader.small();
        event.type = session::find_event_type(reader.text()).value_or(EventType::system_event);
        event.text = reader.text();
        event.metadata = reader.text();
        event.created_at = reader.moment();
        event.updated_at = reader.moment();
        event.processing_ms = reader.real();
        events.push_back(std::move(event));
    }
    return events;
}

Result<session::ConversationEvent> open_event(const SqlStoreContext& context,
                                              const session::SessionKey& key,
                                              session::ConversationEvent event) {
    const EventPlace place = event_place(key, event.turn, event.position);
    Result<std::string> text = context.opened(std::move(event.text), place.text);
    if (!text) return text.error();
    Result<std::string> metadata = context.opened(std::move(event.metadata), place.metadata);
    if (!metadata) return metadata.error();
    event.text = std::move(text).value();
    event.metadata = std::move(metadata).value();
    return event;
}

}
