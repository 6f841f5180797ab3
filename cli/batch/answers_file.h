#pragma once

#include "cli/batch/batch_json.h"
#include "cli/input.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>

namespace askdb::cli {

/// The finished questions of a run in a file, one JSON line each behind a first one that says what
/// they belong to: started again with the same file, a run need not ask them again. Locked as long
/// as the object lives. What a kill left half-written is cut off; a file that holds something else
/// is never touched.
class AnswersFile {
  public:
    /// Opens the file, or makes it (0600). Throws Failure(usage) for what is no such file, holds
    /// answers to something else, or is used by another run; Stopped.
    /// With `is_strict` its answers must pass all checks, those that are read and those that are
    /// added.
    AnswersFile(const std::string& path, const AnswersOrigin& origin, const std::stop_token& stop,
                bool is_strict = false);
    /// Makes what was recorded durable, as far as that can be done without telling.
    ~AnswersFile();
    AnswersFile(const AnswersFile&) = delete;
    AnswersFile& operator=(const AnswersFile&) = delete;

    /// How the question ended, when it stood in the file, by id and text, as it was opened; nothing
    /// where end_of_record() has nothing. Any thread.
    std::optional<TurnEnd> find(const ListedQuestion& question) const;

    /// Appends what is_definite(), with one write; durable within a second of the next one, or of
    /// finish(). Throws Failure(no_answer) when it cannot be written, and then leaves no half line.
    /// Any thread.
    void add(const ListedQuestion& question, const TurnEnd& end);

    /// Makes all that was recorded durable. Throws Failure(no_answer).
    void finish();

    const std::string& path() const { return path_; }

  private:
    struct Place {
        std::size_t begin = 0;
        std::size_t bytes = 0;
    };
    using Clock = std::chrono::steady_clock;

    void take_lock() const;
    void load(const AnswersOrigin& origin, const std::stop_token& stop);
    void cut_at(std::size_t size) const;
    [[noreturn]] void refuse(const std::string& why, std::string hint = {}) const;
    [[noreturn]] void fail(int reason) const;

    const std::string path_;
    const bool is_strict_;
    const Descriptor file_;
    std::unordered_map<std::string, Place> places_;  ///< By id; never changed after the start.

    std::mutex mutex_;  ///< Guards the three below.
    std::size_t size_ = 0;
    bool is_synced_ = true;
    Clock::time_point synced_at_;
};

}
