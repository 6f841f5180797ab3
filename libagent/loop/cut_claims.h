#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/loop/answer_checks.h"

namespace askdb::loop {

/// Whether a number that the results bear out is worked out of one that was cut (its row count, a
/// sum over it), and the sentence does not say so beside it ("at least", "the first 1,000 rows",
/// "cut at 1,000"). Cells are what they are, and what only repeats the question or a statement says
/// nothing of rows. Pure.
bool is_of_cut_result(const AnswerUnderCheck& check, const checks::CheckedNumber& number);

}
