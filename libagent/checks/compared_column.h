#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// One value as it is compared with those of another result. Its text points into the rows.
struct ComparedValue {
    bool is_null = true;
    bool is_whole = false;       ///< A whole number: `text` has its digits, `2` also of "2.00".
    double number = 0;           ///< In a column of numbers.
    std::string_view text = {};  ///< Without blanks behind it, a day without its midnight.
};

/// One column of a result that is compared with another result's.
struct ComparedColumn {
    std::vector<ComparedValue> values = {};  ///< By row.
    std::vector<std::uint32_t> sorted = {};  ///< The rows, ordered by its values, NULL first.
    bool has_numbers = false;  ///< All that is there are numbers, also written as texts, or truths.
    int decimals = 0;          ///< The most that one of its numbers is written with.
    bool is_measure = false;   ///< Numbers, and by its name no key.
};

/// Reads a column of at most 2^32 rows: linear but for the sorting. Pure; borrows the rows.
ComparedColumn read_column(const database::Rows& rows, std::size_t column);

/// How far two columns of numbers may differ.
struct NumberTolerance {
    int decimals = 0;  ///< 0: as exact as floating point is.
};

/// By the coarser of the two where both are written with decimals: 12.35 is 12.3456.
NumberTolerance tolerance_between(const ComparedColumn& a, const ComparedColumn& b);

/// Whether two values of columns that both have numbers, or both have not, are the same: whole
/// numbers exactly, others within half of the last decimal or 1e-9 of their size.
bool are_same(const ComparedValue& a, const ComparedValue& b, const NumberTolerance& tolerance,
              bool are_numbers);

/// Whether two columns hold the same values, as often, in whatever order.
bool hold_the_same(const ComparedColumn& a, const ComparedColumn& b);

}
