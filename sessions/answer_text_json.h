#pragma once

#include "libagent/chat/event.h"

#include <string>

namespace askdb::sessions {

/// chat::answer_json() as the text that SessionSummary::last_answer is.
std::string answer_text(const chat::Answer& answer);

}
