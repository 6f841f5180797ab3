#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// What one column of a result is like, over all its kept rows.
struct ColumnProfile {
    std::size_t nulls = 0;
    std::size_t distinct = 0;      ///< By value (1 is 1.0), without NULL; exact up to 10,000.
    bool distinct_capped = false;  ///< There are more than `distinct`.
    /// The first of the smallest values, as text; empty without values. Numbers go by value (NaN is
    /// the largest, as in PostgreSQL) and before everything else, the rest by bytes.
    std::string min;
    std::string max;
};

/// One profile for each of the first `columns` columns, in order. Linear in the number of their
/// cells; throws Stopped soon after a stop.
std::vector<ColumnProfile> profile(const database::Rows& rows, std::size_t columns,
                                   const std::stop_token& stop = {});

/// Orders two number texts by exact value, whatever their length: -1, 0 or 1. See ExactNumber.
int compare_numbers(std::string_view a, std::string_view b);

}
