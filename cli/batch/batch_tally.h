#pragma once

#include "cli/batch/turn_end.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// What a run of many questions is told with.
struct BatchRecord {
    std::chrono::milliseconds took{};
    std::string_view answers_file = {};
    std::optional<std::size_t> questions = {};  ///< That it was given, where that is known.
};

/// What became of all the questions of a run. Pure.
class BatchTally {
  public:
    void add(const TurnEnd& end);
    /// An error of the run itself, not of one question.
    void add(const Error& error) { note(error.code); }

    /// The first of 130, 2, 3, 5, 4, 6, 7, 8, 1 that occurred, else 0.
    int exit_code() const;

    /// "12 questions: 9 answered, 2 without an answer, 1 failed (database), 3 from answers.jsonl;
    /// 4.1 s, 12,345 tokens, $0.12".
    std::string summary(const BatchRecord& record) const;

  private:
    void note(Errc code);
    std::string failures() const;

    std::map<int, std::size_t> codes_;  ///< How often each exit code occurred.
    std::map<Errc, std::size_t> failed_;
    std::size_t answered_ = 0;
    std::size_t unanswered_ = 0;
    std::size_t stopped_ = 0;
    std::size_t from_file_ = 0;
    std::size_t asked_ = 0;  ///< Not from the file.
    std::int64_t tokens_ = 0;
    double cost_usd_ = 0;
    bool is_cost_known_ = true;
    bool has_uncounted_ = false;  ///< A turn that failed says nothing of what it took.
};

}
