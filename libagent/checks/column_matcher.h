#pragma once

#include "libagent/checks/compared_column.h"

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::checks {

/// A result's columns, with their names, as they are compared.
struct ComparedTable {
    std::vector<std::string> names = {};
    std::vector<ComparedColumn> columns = {};
    std::size_t rows = 0;
};

struct ColumnPair {
    std::size_t here = 0;
    std::size_t there = 0;
};

/// The rows of both tables in an order in which those that are the same, as far as the pairs go,
/// stand at the same place, if there are such.
struct RowOrders {
    std::vector<std::uint32_t> here = {};
    std::vector<std::uint32_t> there = {};
};
RowOrders aligned_rows(const ComparedTable& here, const ComparedTable& there,
                       const std::vector<ColumnPair>& pairs);

struct ColumnMatch {
    /// The shared columns: the rows agree in all of them together. Where that is not enough, the
    /// most of them that were found.
    std::vector<ColumnPair> pairs = {};
    bool is_enough = false;  ///< See compare_results().
};

/// Finds which columns of two tables with as many rows are the same. Of columns that hold the same
/// values as another one, those of the same name or place are tried first; at most 24 choices are.
/// Throws Stopped.
ColumnMatch match_columns(const ComparedTable& here, const ComparedTable& there,
                          const std::stop_token& stop);

}
