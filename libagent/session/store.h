#pragma once

#include "libagent/chat/event.h"
#include "libagent/chat/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::session {

/// What one finished turn leaves behind: the messages that it added to the conversation, tool calls
/// and tool results included, and its answer.
struct Turn {
    std::string question;
    std::vector<chat::Message> messages;
    chat::Answer answer;
};

/// The port behind which conversations are kept. Any thread may call it.
class SessionStore {
  public:
    virtual ~SessionStore() = default;

    /// The finished turns of the session, oldest first; none for an id that is new.
    virtual std::vector<Turn> load(std::string_view session_id) = 0;

    /// Notes that a turn began: a beginning without an end shows as interrupted. Need not be
    /// durable.
    virtual void begin_turn(std::string_view session_id, std::string_view question) = 0;

    /// Stores a whole turn or, throwing Failure(unavailable), nothing of it.
    virtual void commit_turn(std::string_view session_id, const Turn& turn) = 0;
};

/// A new session id: a random UUID, version 4 (RFC 9562).
std::string new_session_id();

}
