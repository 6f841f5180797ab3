#pragma once

#include <optional>
#include <string_view>

namespace askdb::database {

/// Reads what EXPLAIN (FORMAT JSON) says: the most rows that a step of the plan is expected to give
/// (https://www.postgresql.org/docs/current/using-explain.html). What runs in parallel is counted
/// for all its processes; of what LIMIT ends early, only its part counts, down to the first step
/// that needs all of its rows (a sort, a hash, groups). Nothing when it is no plan. Pure.
std::optional<double> postgres_plan_rows(std::string_view plan);

}
