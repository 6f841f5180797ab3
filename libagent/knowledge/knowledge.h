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

/// A question, and the statement that would answer it; borrowed.
struct AnsweredQuestion {
    std::string_view question;
    std::string_view sql;
};

/// What people have taught about their databases. Any thread may call it; never fails.
class Knowledge {
  public:
    virtual ~Knowledge() = default;

    /// The rules, and what holds for one of the databases and is like the question.
    virtual Lessons lessons(std::string_view question, std::span<const Target> databases) = 0;

    /// The entry whose statement answers this very question (see question_key()): a verified query,
    /// or a correction that has the right one; the newest where there are several.
    virtual std::optional<Entry> verified_answer(std::string_view question,
                                                 const Target& database) = 0;

    /// The newest correction that calls this statement a wrong answer to this very question.
    virtual std::optional<Entry> correction_of(const AnsweredQuestion& answered,
                                               const Target& database) = 0;
};

}
