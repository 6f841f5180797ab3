#pragma once

#include "libagent/knowledge/knowledge.h"
#include "libagent/loop/ask.h"

#include <cstddef>
#include <string>

namespace askdb::loop {

/// What the agent's people have taught for the question; nothing where nobody can. Without the
/// answers that were wrong, where not everything is shared: they hold values.
knowledge::Lessons lessons_for(const Agent& agent, std::string_view question);

/// The business rules for the system message: the agent's own, then those that people keep. Empty
/// when there are none. A text that is too long is cut, and says so.
std::string rules_text(const std::string& instructions, const knowledge::Lessons& lessons,
                       std::size_t max_bytes);

/// Verified queries and corrections for the system message: whole ones, as many as fit. Nothing in
/// them can end its own part. Empty when there are none.
std::string lessons_text(const knowledge::Lessons& lessons, std::size_t max_bytes);

}
