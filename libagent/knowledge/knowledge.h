#pragma once

#include "libagent/knowledge/entry.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::knowledge {

/// What is known for one question.
struct Lessons {
    std::string rules = {};            ///< The business rules, whole.
    std::vector<Entry> verified = {};  ///< The most like it first; at most `most_of_a_kind`.
    std::vector<Entry> corrections = {};
    /// What could not be read: of each change of the files told once, to whoever comes first.
    std::vector<std::string> warnings = {};
};

constexpr std::size_t most_of_a_kind = 3;

/// What people have taught about their databases. Any thread may call it; never fails.
class Knowledge {
  public:
    virtual ~Knowledge() = default;

    /// The rules, and what holds for one of the databases and is like the question.
    virtual Lessons lessons(std::string_view question, std::span<const Target> databases) = 0;

    /// The verified query that answers this very question (see question_key()); the newest where
    /// there are several.
    virtual std::optional<Entry> verified_answer(std::string_view question,
                                                 const Target& database) = 0;
};

}
