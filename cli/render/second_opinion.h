#pragma once

#include "libagent/chat/event.h"

#include <string>

namespace askdb::cli {

/// "'openai:gpt-4o' agrees: …", or why there is no second opinion. Empty where they differ, since a
/// warning of the answer says so.
std::string opinion_line(const chat::SecondOpinion& opinion);

/// Where they differ: both statements, each below a line that says whose it is; else empty.
std::string differing_statements(const chat::Answer& answer);

}
