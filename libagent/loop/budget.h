#pragma once

#include "libagent/loop/ask.h"

#include <cstddef>
#include <string_view>

namespace askdb::loop {

/// What is left of a turn's database time and of its conversation's memory for results. Pure
/// values, computed anew before each batch of calls.
class Budget {
  public:
    /// `sql_ms`: the database time that the turn has taken so far.
    Budget(const TurnLimits& limits, const results::ResultStore& results, double sql_ms);

    /// The limit that is used up ("max_db_seconds", "max_result_bytes"), or nothing.
    std::string_view used_up() const;

    /// What each of `calls` calls that run side by side may take: its statement's own limits, and
    /// an equal share of what is left.
    database::Limits share(std::size_t calls) const;

  private:
    const TurnLimits& limits_;
    std::chrono::milliseconds time_;
    std::size_t bytes_;
};

}
