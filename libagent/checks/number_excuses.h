#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/mentions.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// Numbers that an answer may hold without a result: those of the questions, of the statements and
/// of the names of columns (`p99_ms`).
class KnownNumbers {
  public:
    explicit KnownNumbers(const NumberCheck& check);

    /// "question", "statement of r1", "name of a column", or empty.
    std::string source_of(const WrittenNumber& number) const;

  private:
    void add(std::string_view text, const std::string& source);

    struct Known {
        double value = 0;
        std::string source;
    };
    std::vector<Known> known_;
};

/// What the excuses look at.
struct ExcuseSearch {
    const AnswerText& text;
    std::string_view answer;
    const WrittenNumber& number;
    std::size_t unit = 0;
    std::span<const Mention> mentions;            ///< Those of the unit.
    double most_rows = 0;                         ///< Rows of the largest result.
    bool is_of_rows = false;                      ///< The number is said of rows that are named.
    std::span<const WrittenNumber> numbers = {};  ///< Those of the unit.
};

/// Why a number says nothing about data: "counts what the answer lists", "rank", "a manner of
/// speaking"; empty when it does.
std::string excuse_of(const ExcuseSearch& search);

}
