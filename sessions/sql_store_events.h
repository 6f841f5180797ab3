#pragma once

#include "libagent/base/result.h"
#include "libagent/database/own_connection.h"
#include "libagent/session/conversation_event.h"
#include "libagent/session/store.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::sessions {

class SqlStoreContext;

/// One event as its row has it.
struct EventRow {
    session::ConversationEvent event = {};  ///< Its text and metadata as they are kept: sealed.
    std::string words = {};  ///< What PostgreSQL's index gets of it; empty: it is not searched.
};

/// Makes the row of an event of that conversation. Costly where texts are encrypted: best done
/// before a transaction is open.
EventRow make_event_row(const SqlStoreContext& context, const session::SessionKey& key,
                        session::ConversationEvent event);

/// What rows take of Retention::most_bytes.
std::int64_t bytes_of(std::span<const EventRow> rows);

/// Appends the events to the conversation of that row, and to the index of words.
void append_events(database::OwnConnection& connection, const SqlStoreContext& context,
                   const session::SessionKey& key, std::int64_t session_pk,
                   std::span<const EventRow> rows);

/// Takes away all events of the conversation, and their words.
void remove_events(database::OwnConnection& connection, const SqlStoreContext& context,
                   std::int64_t session_pk);

/// All events of the conversation as they are kept, by turn and position.
std::vector<session::ConversationEvent> read_events(database::OwnConnection& connection,
                                                    std::int64_t session_pk);

/// The same event with its texts readable. Errc::bad_input: it is damaged.
Result<session::ConversationEvent> open_event(const SqlStoreContext& context,
                                              const session::SessionKey& key,
                                              session::ConversationEvent event);

}
