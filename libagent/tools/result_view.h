#pragma once

#include "libagent/tools/tool.h"

#include <cstddef>
#include <stop_token>
#include <vector>

namespace askdb::tools {

/// What a model may see of one result.
struct ResultView {
    ShareLevel level = ShareLevel::rows;
    std::vector<bool> masked = {};  ///< By column; those behind its end are not.
    std::size_t head_rows = 20;     ///< Rows that are shown, where any are.

    bool shows_stats() const { return level >= ShareLevel::stats; }
    bool is_masked(std::size_t column) const { return column < masked.size() && masked[column]; }
};

/// By the rule of the database that the result came from; of several, the strictest. What was made
/// of other results is as masked as these are, and shows rows only where all rows may be seen. A
/// result whose origin is not known is seen by the strictest rule of all. Throws Stopped.
ResultView view_of(const results::StoredResult& result, const ViewSources& sources,
                   const std::stop_token& stop);

}
