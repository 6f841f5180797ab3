#pragma once

#include "libagent/checks/written_number.h"
#include "libagent/database/rows.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A result that an answer may rest on. Views: what they point at outlives the check.
struct CheckedResult {
    std::string_view handle;  ///< "r1".
    const database::Rows& rows;
    std::string_view sql = {};  ///< Its statement; the numbers in it may be repeated in the answer.
};

struct NumberCheck {
    std::string_view answer;  ///< Markdown, UTF-8.
    /// The question and the earlier ones of the conversation: their numbers may be repeated.
    std::span<const std::string_view> questions = {};
    std::span<const CheckedResult> results = {};
    std::stop_token stop = {};  ///< Ends the check, with Stopped.
};

enum class Verdict : std::uint8_t {
    matched,    ///< `source` says where it is from.
    excused,    ///< Not from the data, and no claim about it; `source` says why.
    unmatched,  ///< Nothing that was looked at gives this number; `source` is empty.
    misplaced,  ///< The data has it, but for another row than the one that is named beside it.
};

/// What kind of thing `CheckedNumber::source` is.
enum class Origin : std::uint8_t {
    none,
    cell,
    derived,  ///< Worked out of a result; its number of rows, too.
    said,     ///< The question, a statement, the name of a column.
    excuse,
};

struct CheckedNumber {
    std::size_t begin = 0;  ///< Bytes of the answer.
    std::size_t end = 0;
    Verdict verdict = Verdict::unmatched;
    /// "r2: row 3, total" (rows count from 1), "r1: rows", "sum of r1.total", "question", …
    std::string source = {};
    Origin origin = Origin::none;
    Hedge hedge = Hedge::none;  ///< "more than 1,000".
};

/// Finds where each number and date of an answer is from: a cell, a number of rows, something
/// simple that is worked out of them (sum, average, median, share, difference, growth, ratio, a
/// count of rows that the sentence describes, a number of distinct values), the question or the
/// statement. In order of the answer. Rounding is taken as it is printed, measures and scales (k,
/// million, %, hours of seconds, GB of bytes) are turned into each other where they are written or
/// named by the column. A number that stands beside the name of a row (in its clause, or in its row
/// of a Markdown table) must be that row's.
///
/// So that a chance match stays rare, derived values are formed only within one row or one column
/// or between totals, over the rows that the sentence itself names or describes, and most of them
/// only where words or signs ask for them ("more than", "%", "on average"). The rate of chance
/// matches by size of result is printed by the test.
///
/// Dates stand among them, judged as DateJudge tells (date_claims.h), where anything can be said of
/// them. What may be a number as well as a year is right when either is.
///
/// Pure but for the stop: throws Stopped soon after it. Time: the cells once (and their sorting by
/// column), then about a thousand steps a number; results in which sentences describe many rows
/// stop forming groups after 20 million cells.
std::vector<CheckedNumber> check_numbers(const NumberCheck& check);

}
