#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/loop/ask_turn.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace askdb::loop {

/// SQL alone says nothing about data.
AnswerReview Turn::review() {
    AnswerReview found;
    if (agent_.checks_answers && !question_.sql_only) {
        std::vector<std::string> said = said_;
        for (const chat::Step& step : answer_.workflow) said.push_back(step.touched);
        found = review_answer({.answer = answer_,
                               .said = said,
                               .places = unknown_places_,
                               .results = conversation_.results,
                               .databases = agent_.databases},
                              clock_.token());
    }
    std::vector<chat::Warning> places = place_warnings();
    std::move(places.begin(), places.end(), std::back_inserter(found.warnings));
    return found;
}

/// Of a model that knows of no places it is text like any other.
std::vector<chat::Warning> Turn::place_warnings() const {
    std::vector<chat::Warning> warnings;
    if (!knows_places_) return warnings;
    for (const std::string& place : unknown_places_)
        warnings.push_back({"template", fmt::format("no result has {}", visible(place))});
    return warnings;
}

/// Whether the model is to answer once more, with what does not hold of its answer: only where
/// there is a request left for that. The session keeps only the answer that counts.
bool Turn::sends_back(int number) {
    const bool may_answer_again = agent_.is_strict && !sent_back_ && answer_.stopped_by.empty() &&
                                  agent_.model.reconsiders() && reached_limit(number + 1).empty();
    if (!may_answer_again) return false;
    AnswerReview found;
    try {
        found = review();
    } catch (const Stopped&) {
        if (!clock_.ran_out()) throw;
        return false;
    }
    if (found.warnings.empty()) {
        passed_ = std::move(found);  // So that it is looked at once.
        return false;
    }
    agent_.log.info("answer sent back", {{"checks", std::to_string(found.warnings.size())}});
    stream_.withdraw(chat::failed_checks_reason);
    added_.pop_back();
    std::string correction = correction_text(found, agent_.sharing.is_full());
    quoting_.push_back({"(remark)", correction});
    context_.add({.role = chat::Role::user, .text = std::move(correction)});
    sent_back_ = {.response = answer_.response,
                  .as_written = answer_.as_written,
                  .model = answer_.model,
                  .unknown_places = unknown_places_,
                  .review = std::move(found),
                  .steps = answer_.workflow.size()};
    return true;
}

/// The answer that was sent back is the answer: nothing better came.
void Turn::take_back(std::string_view why) {
    agent_.log.info("no answer after one was sent back", {{"why", std::string(why)}});
    stream_.withdraw(chat::failed_checks_reason);
    sent_back_->counts = true;
    answer_.response = sent_back_->response;
    answer_.as_written = sent_back_->as_written;
    answer_.model = sent_back_->model;
    answer_.stopped_by.clear();
    unknown_places_ = sent_back_->unknown_places;
    sink_.receive(chat::Token{answer_.response});
    keep({.role = chat::Role::assistant, .text = written_answer()});
}

void Turn::check_answer() {
    AnswerReview found;
    bool is_reviewed = agent_.checks_answers && !question_.sql_only;
    try {
        found = passed_ ? std::move(*passed_) : review();
    } catch (const Stopped&) {
        if (!clock_.ran_out()) throw;
        if (sent_back_ && sent_back_->counts) {
            found = sent_back_->review;
        } else {
            is_reviewed = false;
            found.warnings = place_warnings();
            found.warnings.push_back(
                {"time", "the turn's time was over before the answer was checked"});
        }
    }
    answer_.claims = std::move(found.claims);
    if (is_reviewed) answer_.unverified_numbers = std::move(found.unverified_numbers);
    for (chat::Warning& warning : found.warnings) {
        std::vector<std::string>& failed = answer_.failed_checks;
        const bool is_new = std::find(failed.begin(), failed.end(), warning.check) == failed.end();
        if (agent_.is_strict && is_new) failed.push_back(warning.check);
        warn(std::move(warning));
    }
}

}
