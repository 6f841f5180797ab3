#pragma once

#include "libagent/chat/event.h"
#include "libagent/database/database.h"
#include "libagent/results/result_store.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::loop {

/// An answer, and what it may rest on; borrowed.
struct AnswerUnderCheck {
    const chat::Answer& answer;  ///< Its response and its workflow.
    /// What was said in words: the question, earlier ones, instructions, today's date. Numbers and
    /// names in them may be repeated.
    std::span<const std::string> said;
    /// Places for values in the response that nothing was filled into, as they stand there: what is
    /// in them says nothing of the data.
    std::span<const std::string> places = {};
    const results::ResultStore& results;
    std::span<database::Database* const> databases;
};

/// What the checks outside the model say of an answer.
struct AnswerReview {
    std::vector<chat::Claim> claims = {};
    /// Each is something that does not hold: "numbers", "names", "fan_out", "zero_rows",
    /// "truncation"; a turn adds "template", for places that no result fills.
    std::vector<chat::Warning> warnings = {};
    std::vector<std::string> unverified_numbers = {};
};

/// Looks for each number, date and name of the answer in the results of the conversation, the
/// newest first, and keeps what was noticed about the statements that the answer rests on. Of very
/// large results the newest two million cells are looked at, in whole results; where others were
/// left out, nothing is in doubt for not being found. Waits for no catalog: while one is not known,
/// what may be of the schema is not in doubt. Throws Stopped, soon after the stop.
AnswerReview review_answer(const AnswerUnderCheck& check, const std::stop_token& stop);

/// What a model is told of it, to answer once more: without the words of the warnings, which may
/// hold values, unless it may see all data.
std::string correction_text(const AnswerReview& review, bool sees_all);

}
