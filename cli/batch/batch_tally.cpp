#include "cli/batch/batch_tally.h"

#include "cli/doors.h"
#include "cli/turn_view.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace askdb::cli {
namespace {

/// What a failure is the matter of, as the summary tells it.
std::string_view matter_of(Errc code) {
    switch (code) {
        case Errc::bad_input:
        case Errc::no_answer: return "no answer";
        case Errc::usage: return "usage";
        case Errc::unavailable: return "database";
        case Errc::timeout: return "time";
        case Errc::model: return "model";
        case Errc::refused: return "refused";
        case Errc::limit: return "limit";
        case Errc::check: return "check";
    }
    return "failed";
}

bool is_without_answer(Errc code) {
    return cli::exit_code(code) == cli::exit_code(Errc::no_answer);
}

}

void BatchTally::note(Errc code) {
    ++codes_[cli::exit_code(code)];
}

void BatchTally::add(const TurnEnd& end) {
    if (end.is_stopped()) {
        ++stopped_;
        ++codes_[exit_interrupted];
        return;
    }
    ++(end.is_from_file ? from_file_ : asked_);
    std::optional<Errc> failure;
    if (end.error) failure = end.error->code;
    if (end.answer) {
        if (const auto wrong = what_is_wrong(*end.answer)) failure = wrong->code;
    }
    if (failure) note(*failure);
    if (!failure) {
        ++answered_;
    } else if (is_without_answer(*failure)) {
        ++unanswered_;
    } else {
        ++failed_[*failure];
    }
    if (end.is_from_file) return;
    has_uncounted_ |= !end.answer;
    if (!end.answer) return;
    tokens_ += end.answer->usage.total();
    cost_usd_ += end.answer->cost_usd.value_or(0);
    is_cost_known_ = is_cost_known_ && end.answer->cost_usd.has_value();
}

int BatchTally::exit_code() const {
    for (const int code :
         {exit_interrupted, cli::exit_code(Errc::usage), cli::exit_code(Errc::unavailable),
          cli::exit_code(Errc::model), cli::exit_code(Errc::timeout), cli::exit_code(Errc::refused),
          cli::exit_code(Errc::limit), cli::exit_code(Errc::check),
          cli::exit_code(Errc::no_answer)}) {
        if (codes_.contains(code)) return code;
    }
    return exit_answered;
}

std::string BatchTally::failures() const {
    std::size_t count = 0;
    std::vector<std::string> kinds;
    for (const auto& [code, times] : failed_) {
        count += times;
        kinds.push_back(failed_.size() == 1 ? std::string(matter_of(code))
                                            : fmt::format("{} {}", times, matter_of(code)));
    }
    return fmt::format("{} failed ({})", with_thousands(count), join(kinds, ", "));
}

std::string BatchTally::summary(const BatchRecord& record) const {
    const std::size_t done = from_file_ + asked_ + stopped_;
    const std::size_t given = std::max(done, record.questions.value_or(done));
    std::vector<std::string> parts = {fmt::format("{} answered", with_thousands(answered_))};
    if (unanswered_ > 0)
        parts.push_back(fmt::format("{} without an answer", with_thousands(unanswered_)));
    if (!failed_.empty()) parts.push_back(failures());
    if (stopped_ > 0) parts.push_back(fmt::format("{} interrupted", with_thousands(stopped_)));
    if (from_file_ > 0)
        parts.push_back(fmt::format("{} from {}", with_thousands(from_file_), record.answers_file));
    std::string text = done < given ? fmt::format("{} of ", with_thousands(done)) : std::string();
    text += fmt::format("{} question{}: {}; {:.1f} s", with_thousands(given), given == 1 ? "" : "s",
                        join(parts, ", "), std::chrono::duration<double>(record.took).count());
    if (tokens_ > 0) {
        text += fmt::format(", {}{} tokens", has_uncounted_ ? "at least " : "",
                            with_thousands(static_cast<std::uint64_t>(tokens_)));
        if (is_cost_known_) text += fmt::format(", ${:.2f}", cost_usd_);
    }
    return text;
}

}
