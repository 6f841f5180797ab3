#include "libagent/session/conversation_event.h"

#include <catch2/catch.hpp>

using namespace askdb::session;

TEST_CASE("conversation event: every type is found by its name", "[session]") {
    for (const EventType type :
         {EventType::user_message, EventType::agent_response, EventType::tool_call,
          EventType::tool_result, EventType::system_event}) {
        CHECK(find_event_type(name_of(type)) == type);
    }
    CHECK_FALSE(find_event_type("message"));
    CHECK(name_of(TurnState::interrupted) == "interrupted");
}
