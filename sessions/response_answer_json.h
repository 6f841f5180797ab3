#pragma once

#include "libagent/session/conversation_event.h"

#include <string>

namespace askdb::sessions {

/// answer_text() of the answer that an `agent_response` event keeps, without the rest of its turn;
/// empty for one that is damaged.
std::string answer_text_of(const session::ConversationEvent& response);

}
