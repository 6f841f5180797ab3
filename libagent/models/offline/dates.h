#pragma once

#include "libagent/models/offline/words.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace askdb::models::offline {

/// A stretch of days that a question names: a year, a month or a day. ISO dates.
struct DateSpan {
    std::string from;     ///< Its first day.
    std::string until;    ///< The day after its last one.
    std::string words;    ///< As a person says it: "2024", "March 2025", "2024-05-31".
    bool year = false;    ///< A whole year.
    std::size_t end = 0;  ///< Index of the word after it.
};

/// The date that starts at word `at`: "2024", "March 2025", "5 March 2025", "March 5, 2025",
/// "2024-05-31". Years 1000 to 2999; dates that no calendar has (2025-02-30) are none. Pure: never
/// relative to today.
std::optional<DateSpan> date_at(std::span<const Word> words, std::size_t at);

}
