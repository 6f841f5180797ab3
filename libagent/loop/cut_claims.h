#pragma once

#include "libagent/chat/event.h"
#include "libagent/loop/answer_checks.h"

namespace askdb::loop {

/// Whether a number that the results bear out is worked out of one that was cut (its row count, a
/// sum over it), and the sentence does not say so ("at least", "the first 1,000 rows"). Cells are
/// what they are. Pure.
bool is_of_cut_result(const AnswerUnderCheck& check, const chat::Claim& claim);

}
