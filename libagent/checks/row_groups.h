#pragma once

#include "libagent/checks/derived_values.h"

#include <cstdint>
#include <string>
#include <vector>

namespace askdb::checks {

/// Rows of a result that a sentence speaks of together.
struct RowGroup {
    enum class How : std::uint8_t { value, both, named, first, last, quarter };
    How how = How::value;
    std::vector<std::uint32_t> rows = {};  ///< In order.
    const Mention* mention = nullptr;      ///< Of value and both.
    const Mention* second = nullptr;       ///< Of both.
    bool is_rest = false;                  ///< All rows but those that the rest says.
    bool is_counted = true;  ///< How many they are says something: not of "the top three".
};

/// The rows of each value that the sentence names, of two values of different columns, of all
/// names, of a quarter of a year, of "the top three" and "the last two", and what each of these
/// leaves. Pure.
std::vector<RowGroup> row_groups(const DerivedSearch& search, std::size_t result);

/// The rows that the sentence names one by one, at most eight, in order.
std::vector<std::uint32_t> named_rows(const DerivedSearch& search, std::size_t result);

/// "rows where status = 'open'", "the first 3 rows", "all but …".
std::string group_name(const ResultFacts& facts, const RowGroup& group);

}
