#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::session {

/// UTC, to the microsecond.
using Moment = std::chrono::sys_time<std::chrono::microseconds>;

enum class EventType { user_message, agent_response, tool_call, tool_result, system_event };

/// "user_message", …
std::string_view name_of(EventType type);
std::optional<EventType> find_event_type(std::string_view name);

/// One event of a conversation, as it is kept. Never changed once it is written.
struct ConversationEvent {
    std::int64_t id = 0;  ///< Ascending in its store.
    int turn = 0;         ///< From 1; 0: beside the turns.
    int position = 0;     ///< Within its turn, from 0.
    EventType type = EventType::user_message;
    std::string text = {};
    std::string metadata = {};  ///< A JSON object; empty = {}.
    Moment created_at = {};
    Moment updated_at = {};
    double processing_ms = 0;
};

/// How a turn ended.
enum class TurnState {
    finished,
    failed,       ///< It ended without an answer, and said why.
    interrupted,  ///< It began, and its process is gone.
    running,
};

/// "finished", …
std::string_view name_of(TurnState state);

}
