#pragma once

#include "libagent/database/rows.h"

#include <vector>

namespace askdb::database {

/// Takes a result in blocks, in order, while it is read. Called on the thread that asked for it.
/// What it throws ends the reading and comes through.
class RowSink {
  public:
    virtual ~RowSink() = default;

    /// Once, before the first block, also when there is no row at all. A column's kind is what the
    /// database declares; `null` where only values tell.
    virtual void begin(const std::vector<ResultColumn>& columns) = 0;
    /// The next rows, one or more; valid during the call.
    virtual void take(const Rows& block) = 0;
};

/// How a result that was read in blocks ended.
struct StreamEnd {
    std::size_t rows = 0;
    bool truncated = false;  ///< More rows were there than Limits::rows.
    double milliseconds = 0;
};

}
