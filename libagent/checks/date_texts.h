#pragma once

#include "libagent/checks/date_cells.h"

#include <span>
#include <stop_token>
#include <vector>

namespace askdb::checks {

/// Dates within longer texts of the results: "repaired on 12 May 2025".
struct TextDates {
    std::vector<DateParts> dates = {};
    bool is_cut = false;  ///< There were too many texts to read all.
};

/// Reads the columns of texts that are no columns of dates. At most 2,000 texts, of those that hold
/// four digits; linear in all of them. Throws Stopped.
TextDates dates_in_texts(std::span<const ResultFacts> results, std::span<const DateFacts> dates,
                         const std::stop_token& stop);

}
