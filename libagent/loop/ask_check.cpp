#include "libagent/base/stop.h"
#include "libagent/loop/ask_turn.h"

#include <algorithm>

namespace askdb::loop {

AnswerReview Turn::review() {
    std::vector<std::string> said = said_;
    for (const chat::Step& step : answer_.workflow) said.push_back(step.touched);
    return review_answer({.answer = answer_,
                          .said = said,
                          .results = conversation_.results,
                          .databases = agent_.databases},
                         clock_.token());
}

/// Whether the model is to answer once more, with what does not hold of its answer. The session
/// keeps only the answer that counts.
bool Turn::sends_back() {
    const bool may_answer_again = agent_.is_strict && !was_sent_back_ &&
                                  answer_.stopped_by.empty() && agent_.model.reconsiders();
    if (!may_answer_again) return false;
    const AnswerReview found = review();
    if (found.warnings.empty()) return false;
    was_sent_back_ = true;
    agent_.log.info("answer sent back", {{"checks", std::to_string(found.warnings.size())}});
    stream_.withdraw("checks");
    added_.pop_back();
    context_.add(
        {.role = chat::Role::user, .text = correction_text(found, agent_.sharing.is_full())});
    return true;
}

void Turn::check_answer() {
    AnswerReview found;
    try {
        found = review();
    } catch (const Stopped&) {
        if (!clock_.ran_out()) throw;
        return warn({"time", "the turn's time was over before the answer was checked"});
    }
    answer_.claims = std::move(found.claims);
    answer_.unverified_numbers = std::move(found.unverified_numbers);
    for (chat::Warning& warning : found.warnings) {
        std::vector<std::string>& failed = answer_.failed_checks;
        const bool is_new = std::find(failed.begin(), failed.end(), warning.check) == failed.end();
        if (agent_.is_strict && is_new) failed.push_back(warning.check);
        warn(std::move(warning));
    }
}

}
