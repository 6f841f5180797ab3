#include "libagent/loop/budget.h"

#include <algorithm>

namespace askdb::loop {
namespace {

/// Below this part of the whole no result of any use fits in.
constexpr std::size_t least_useful_part = 1024;

std::size_t kept_bytes(const results::ResultStore& results) {
    std::size_t bytes = 0;
    for (const results::StoredResult& result : results.all()) bytes += result.rows.memory_bytes();
    return bytes;
}

}

Budget::Budget(const TurnLimits& limits, const results::ResultStore& results, double sql_ms)
    : limits_(limits),
      time_(limits.max_db_time - std::chrono::milliseconds(static_cast<std::int64_t>(sql_ms))),
      bytes_(limits.max_result_bytes - std::min(limits.max_result_bytes, kept_bytes(results))) {}

std::string_view Budget::used_up() const {
    if (time_.count() <= 0) return "max_db_seconds";
    if (bytes_ <= limits_.max_result_bytes / least_useful_part) return "max_result_bytes";
    return {};
}

database::Limits Budget::share(std::size_t calls) const {
    constexpr std::chrono::milliseconds shortest{1};
    const std::chrono::milliseconds time = time_ / static_cast<std::int64_t>(calls);
    database::Limits share = limits_.statement;
    share.timeout = std::min(share.timeout, std::max(shortest, time));
    share.bytes = std::min(share.bytes, bytes_ / calls);
    return share;
}

}
