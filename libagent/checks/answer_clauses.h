#pragma once

#include "libagent/checks/mentions.h"

#include <cstddef>
#include <span>
#include <vector>

namespace askdb::checks {

/// A part of a sentence between commas, "and", "than" and the like.
struct Clause {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::size_t> mentions;  ///< Those that name rows; indices, in order.
    std::vector<std::size_t> numbers;   ///< Likewise.
};

/// A unit, with the numbers and mentions of its answer, in order; its own numbers are told.
struct ClauseSearch {
    const AnswerText& text;
    const AnswerUnit& unit;
    std::span<const WrittenNumber> numbers;
    std::size_t first_number = 0;
    std::size_t end_number = 0;
    std::span<const Mention> mentions;
};

/// The clauses of a unit; a row of a table is one. Linear in the unit. Pure.
std::vector<Clause> clauses_of(const ClauseSearch& search);

}
