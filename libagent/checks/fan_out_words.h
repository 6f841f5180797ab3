#pragma once

#include "libagent/checks/join_reach.h"

#include <string>

namespace askdb::checks {

struct FanOutFacts {
    const Scope& scope;
    const Aggregate& call;
    std::size_t multiplied;  ///< A member of FROM.
    const Multiplier& by;
};

/// Why the aggregate counts rows more than once, and what to do: for whoever wrote the statement.
/// Names and SQL of the statement, no values of the data.
std::string fan_out_words(const FanOutFacts& facts);

}
