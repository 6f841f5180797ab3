#include "cli/limits.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace askdb::cli {
namespace {

constexpr double least_seconds = 0.001;
constexpr double a_day = 86'400;
constexpr double a_billion = 1e9;
constexpr double most_steps = 1'000;
constexpr double most_head_rows = 10'000;

constexpr LimitSpec limit_table[] = {
    {"timeout", "ASKDB_TIMEOUT", &LimitValues::timeout, least_seconds, a_day, false},
    {"max_rows", "ASKDB_MAX_ROWS", &LimitValues::max_rows, 1, a_billion, true},
    {"max_steps", "ASKDB_MAX_STEPS", &LimitValues::max_steps, 1, most_steps, true},
    {"max_tokens", "ASKDB_MAX_TOKENS", &LimitValues::max_tokens, 1, 1'000 * a_billion, true},
    {"max_db_seconds", "ASKDB_MAX_DB_SECONDS", &LimitValues::max_db_seconds, least_seconds, a_day,
     false},
    {"head_rows", "ASKDB_HEAD_ROWS", &LimitValues::head_rows, 0, most_head_rows, true},
};

double in_seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

std::chrono::milliseconds in_milliseconds(double seconds) {
    constexpr double milliseconds_per_second = 1'000;
    return std::chrono::milliseconds(std::llround(seconds * milliseconds_per_second));
}

LimitValues library_limits() {
    const loop::TurnLimits limits;
    return {.timeout = in_seconds(limits.statement.timeout),
            .max_rows = static_cast<double>(limits.statement.rows),
            .max_steps = limits.max_steps,
            .max_tokens = static_cast<double>(limits.max_tokens),
            .max_db_seconds = in_seconds(limits.max_db_time),
            .head_rows = static_cast<double>(limits.head_rows)};
}

}

std::span<const LimitSpec> all_limits() {
    return limit_table;
}

std::string why_not(const LimitSpec& limit, double value) {
    const bool fits = value >= limit.least && value <= limit.most;  // Not for NaN.
    if (fits && (!limit.whole || value == std::floor(value))) return {};
    return fmt::format("must be a {} from {} to {:.0f}",
                       limit.whole ? "whole number" : "number of seconds", limit.least, limit.most);
}

std::optional<Error> set_limit(LimitValues& values, const LimitSpec& limit, std::string_view text,
                               std::string_view where) {
    const std::string_view number = trim(text);
    double value = std::nan("");
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (code != std::errc() || end != number.data() + number.size()) value = std::nan("");
    const std::string why = why_not(limit, value);
    if (!why.empty()) {
        return Error{Errc::usage, fmt::format("{} {}, not '{}'", where, why, visible(text))};
    }
    values.*limit.member = value;
    return std::nullopt;
}

void override_limits(LimitValues& values, const LimitValues& over) {
    for (const LimitSpec& limit : limit_table) {
        if (over.*limit.member) values.*limit.member = over.*limit.member;
    }
}

void tighten_limits(LimitValues& values, const LimitValues& bound) {
    const LimitValues own = library_limits();
    for (const LimitSpec& limit : limit_table) {
        if (!(bound.*limit.member)) continue;
        const double now = (values.*limit.member).value_or(*(own.*limit.member));
        values.*limit.member = std::min(now, *(bound.*limit.member));
    }
}

loop::TurnLimits turn_limits(const LimitValues& values) {
    LimitValues all = library_limits();
    override_limits(all, values);
    loop::TurnLimits limits;
    limits.statement.timeout = in_milliseconds(*all.timeout);
    limits.statement.rows = static_cast<std::size_t>(*all.max_rows);
    limits.max_steps = static_cast<int>(*all.max_steps);
    limits.max_tokens = static_cast<std::int64_t>(*all.max_tokens);
    limits.max_db_time = in_milliseconds(*all.max_db_seconds);
    limits.head_rows = static_cast<std::size_t>(*all.head_rows);
    return limits;
}

}
