#include "libagent/session/conversation_event.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace askdb::session {
namespace {

constexpr std::array<std::string_view, 5> event_names = {
    "user_message", "agent_response", "tool_call", "tool_result", "system_event"};
constexpr std::array<std::string_view, 4> state_names = {"finished", "failed", "interrupted",
                                                         "running"};

}

std::string_view name_of(EventType type) {
    return event_names[static_cast<std::size_t>(type)];
}

std::optional<EventType> find_event_type(std::string_view name) {
    const auto found = std::find(event_names.begin(), event_names.end(), name);
    if (found == event_names.end()) return std::nullopt;
    return static_cast<EventType>(std::distance(event_names.begin(), found));
}

std::string_view name_of(TurnState state) {
    return state_names[static_cast<std::size_t>(state)];
}

}
