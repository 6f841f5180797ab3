#pragma once

#include "libagent/base/error.h"

#include <atomic>
#include <cstddef>
#include <optional>
#include <stop_token>

namespace askdb::cli {

/// Counts the questions in a row that found the database or the model away. Any number of threads
/// may call at once.
class Outages {
  public:
    /// `jobs`: how many questions are asked at once; each further one allows one more.
    explicit Outages(std::size_t jobs);

    /// Waits before the next question, longer after each outage (3 s in all for one job): what is
    /// away now may be back in a moment. Throws Stopped.
    void pause(const std::stop_token& stop) const;

    /// How a question ended, `error` or without one. That it was one too many.
    std::optional<Error> note(const std::optional<Error>& error);

  private:
    const int most_;
    std::atomic<int> count_ = 0;
};

}
