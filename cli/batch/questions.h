#pragma once

#include "cli/batch/line_reader.h"
#include "cli/input.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace askdb::cli {

/// One of many questions.
struct ListedQuestion {
    std::string id = {};  ///< Its own, or the number of its line.
    bool has_number_id = true;
    std::string text = {};
    std::size_t line = 0;
};

/// The ids of a run: each but once.
class QuestionIds {
  public:
    /// The line of the question that has this id already; 0: it was free, and is taken now.
    std::size_t take(const ListedQuestion& question, bool is_line_number);

  private:
    std::unordered_map<std::string, std::size_t> given_;  ///< Its line, by id.
    std::vector<bool> lines_;  ///< Whose number is an id; a bit each, for a run may be long.
};

/// Questions, one a line: plain, or a JSON object with "question" and perhaps "id" (a text or a
/// whole number). Blank lines, and those that begin with `#`, are none. A byte order mark and CRLF
/// are left out. Used by one thread at a time.
class Questions {
  public:
    /// Opens `file`; "" and "-" are standard input. What can be read twice is first checked whole,
    /// so that nothing is asked when a line of it is wrong. Throws Failure(usage), Stopped.
    Questions(const std::string& file, std::stop_token stop);
    ~Questions();

    /// Waits for the next question; nothing when there is no more. Throws Failure(usage) naming the
    /// line, for an id that was there before too, and Stopped within 200 ms of a stop.
    std::optional<ListedQuestion> next();

    /// Whether there was not even a line. Once next() has given nothing.
    bool is_void() const;

    /// How many there are, where that is known beforehand.
    std::optional<std::size_t> total() const { return total_; }

  private:
    class Reader;

    const std::string name_;
    const std::stop_token stop_;
    Descriptor owned_;  ///< -1: what is read is standard input.
    std::optional<std::size_t> total_;
    std::unique_ptr<Reader> reader_;
};

}
