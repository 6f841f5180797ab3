#pragma once

#include "libagent/knowledge/knowledge.h"
#include "libagent/loop/ask.h"

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::loop {

/// What the agent's people have taught for the question; nothing where nobody can. Where not
/// everything is shared, without the answers that were wrong, and without the texts and numbers of
/// statements that were: a model wrote them, and both may hold values. Names in quotes stay in
/// these where a catalog that is at hand has them.
knowledge::Lessons lessons_for(const Agent& agent, std::string_view question);

/// The business rules for the system message: the agent's own, then those that people keep. Empty
/// when there are none. A text that is too long is cut, and says so.
std::string rules_text(const std::string& instructions, const knowledge::Lessons& lessons,
                       std::size_t max_bytes);

/// The lines of the wrong answers in lessons_text(), which may quote values.
std::vector<std::string> wrong_answer_lines(const knowledge::Lessons& lessons);

/// Verified queries and corrections for the system message: whole ones, as many as fit. Nothing in
/// them can end its own part. Empty when there are none.
std::string lessons_text(const knowledge::Lessons& lessons, std::size_t max_bytes);

}
