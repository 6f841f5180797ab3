#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace askdb::results {

/// How wide a column would like to be, and how narrow it may get.
struct ColumnNeed {
    std::size_t natural = 0;
    std::size_t least = 0;  ///< At most `natural`.
};

/// Widths that sum up to at most `available`: the widest columns shrink first, to a common width,
/// none below its least. Nothing when even the least do not fit.
std::optional<std::vector<std::size_t>> fit_columns(std::span<const ColumnNeed> needs,
                                                    std::size_t available);

}
