#pragma once

#include "libagent/checks/answer_text.h"
#include "libagent/checks/result_facts.h"
#include "libagent/checks/shared_rows.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::checks {

/// A place of the answer that names rows of a result: a cell's text (in any case, with or without
/// accents, in the plural), the first word of one where that is enough, a date, a key.
struct Mention {
    enum class How : std::uint8_t {
        cell,    ///< The whole text of a cell.
        alias,   ///< A word that only one value of the column begins with.
        shared,  ///< A word that several values of the column have.
        date,    ///< A day, month or year that the cells' dates lie in.
        key,     ///< "order 1042".
    };
    std::size_t begin = 0;  ///< Bytes of the answer.
    std::size_t end = 0;
    std::size_t result = 0;  ///< Number among the results.
    std::size_t column = 0;
    How how = How::cell;
    SharedRows rows = {};
    bool is_bound =
        false;  ///< A date with "until", "since", "between" before it: an end of a span.
};

/// What the answer says that may name rows.
struct MentionSearch {
    const AnswerText& text;
    std::span<const WrittenNumber> numbers;
    std::span<const ResultFacts> results;
    std::stop_token stop = {};
};

/// All mentions, in order of where they begin. A shorter one inside a longer one of the same result
/// is left out. Linear in the text of the cells and in the answer: mentions of the same value share
/// its rows. Pure but for the stop, which throws Stopped.
std::vector<Mention> find_mentions(const MentionSearch& search);

/// A text as its words and numbers, folded, with single blanks between: how names are compared.
std::string name_key(std::string_view text);

}
