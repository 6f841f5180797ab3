#pragma once

#include "libagent/checks/column_matcher.h"

#include <string>
#include <vector>

namespace askdb::checks {

/// "3 rows here, 4 there".
std::string row_count_words(std::size_t here, std::size_t there);

/// Where two tables with as many rows, one at least, differ that share no more than these columns:
/// "total: 13,962 here, 11,008 there (where region is 'North')". One place, the first that is
/// found; values are clipped.
std::string difference_words(const ComparedTable& here, const ComparedTable& there,
                             const std::vector<ColumnPair>& shared);

}
