#include "cli/limits.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace askdb::cli {
namespace {

constexpr double least_seconds = 0.001;
constexpr double a_day = 86'400;
constexpr double a_billion = 1e9;
constexpr double most_steps = 1'000;
constexpr double most_head_rows = 10'000;
constexpr double most_estimated_rows = 1e15;

constexpr double a_million = 1e6;
constexpr double least_dollars = 0.0001;
constexpr double least_result_bytes = 1e5;
constexpr double least_context_tokens = 4'000;

constexpr LimitUnit count = LimitUnit::count;
constexpr LimitUnit seconds = LimitUnit::seconds;
constexpr LimitUnit dollars = LimitUnit::dollars;
using Values = LimitValues;

/// Every limit that can end a turn can be set, under the name that Answer::stopped_by gives it.
constexpr LimitSpec limit_table[] = {
    {"timeout", "ASKDB_TIMEOUT", &Values::timeout, least_seconds, a_day, seconds},
    {"max_rows", "ASKDB_MAX_ROWS", &Values::max_rows, 1, a_billion, count},
    {"max_steps", "ASKDB_MAX_STEPS", &Values::max_steps, 1, most_steps, count},
    {"max_tokens", "ASKDB_MAX_TOKENS", &Values::max_tokens, 1, 1'000 * a_billion, count},
    {"max_cost_usd", "ASKDB_MAX_COST_USD", &Values::max_cost_usd, least_dollars, a_million,
     dollars},
    {"max_time", "ASKDB_MAX_TIME", &Values::max_time, least_seconds, a_day, seconds},
    {"max_db_seconds", "ASKDB_MAX_DB_SECONDS", &Values::max_db_seconds, least_seconds, a_day,
     seconds},
    {"max_estimated_rows", "ASKDB_MAX_ESTIMATED_ROWS", &Values::max_estimated_rows, 1,
     most_estimated_rows, count},
    {"max_sql_retries", "ASKDB_MAX_SQL_RETRIES", &Values::max_sql_retries, 0, most_steps, count},
    {"max_output_tokens", "ASKDB_MAX_OUTPUT_TOKENS", &Values::max_output_tokens, 1, a_million,
     count},
    {"max_result_bytes", "ASKDB_MAX_RESULT_BYTES", &Values::max_result_bytes, least_result_bytes,
     1'000 * a_billion, count},
    {"context_tokens", "ASKDB_CONTEXT_TOKENS", &Values::context_tokens, least_context_tokens,
     10 * a_million, count},
    {"head_rows", "ASKDB_HEAD_ROWS", &Values::head_rows, 0, most_head_rows, count},
};

std::string_view unit_name(LimitUnit unit) {
    switch (unit) {
        case LimitUnit::count: return "whole number";
        case LimitUnit::seconds: return "number of seconds";
        case LimitUnit::dollars: return "number of US dollars";
    }
    return "number";
}

double in_seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

std::chrono::milliseconds in_milliseconds(double time) {
    constexpr double milliseconds_per_second = 1'000;
    return std::chrono::milliseconds(std::llround(time * milliseconds_per_second));
}

}

LimitValues built_in_limits() {
    const loop::TurnLimits limits;
    return {.timeout = in_seconds(limits.statement.timeout),
            .max_rows = static_cast<double>(limits.statement.rows),
            .max_steps = limits.max_steps,
            .max_tokens = static_cast<double>(limits.max_tokens),
            .max_sql_retries = limits.max_sql_retries,
            .max_cost_usd = limits.max_cost_usd,
            .max_time = in_seconds(limits.max_time),
            .max_db_seconds = in_seconds(limits.max_db_time),
            .max_output_tokens = static_cast<double>(limits.max_output_tokens),
            .max_result_bytes = static_cast<double>(limits.max_result_bytes),
            .context_tokens = static_cast<double>(limits.context_tokens),
            .head_rows = static_cast<double>(limits.head_rows),
            .max_estimated_rows = std::numeric_limits<double>::infinity()};
}

std::string LimitSpec::option() const {
    std::string option = fmt::format("--{}", key);
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
}

std::span<const LimitSpec> all_limits() {
    return limit_table;
}

std::string why_not(const LimitSpec& limit, double value) {
    const bool fits = value >= limit.least && value <= limit.most;  // Not for NaN.
    const bool must_be_whole = limit.unit == LimitUnit::count;
    if (fits && (!must_be_whole || value == std::floor(value))) return {};
    return fmt::format("must be a {} from {} to {:.0f}", unit_name(limit.unit), limit.least,
                       limit.most);
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
    const LimitValues own = built_in_limits();
    for (const LimitSpec& limit : limit_table) {
        if (!(bound.*limit.member)) continue;
        const double now = (values.*limit.member).value_or(*(own.*limit.member));
        values.*limit.member = std::min(now, *(bound.*limit.member));
    }
}

loop::TurnLimits turn_limits(const LimitValues& values) {
    LimitValues all = built_in_limits();
    override_limits(all, values);
    loop::TurnLimits limits;
    limits.statement.timeout = in_milliseconds(*all.timeout);
    limits.statement.rows = static_cast<std::size_t>(*all.max_rows);
    limits.max_steps = static_cast<int>(*all.max_steps);
    limits.max_tokens = static_cast<std::int64_t>(*all.max_tokens);
    limits.max_sql_retries = static_cast<int>(*all.max_sql_retries);
    limits.max_cost_usd = *all.max_cost_usd;
    limits.max_time = in_milliseconds(*all.max_time);
    limits.max_db_time = in_milliseconds(*all.max_db_seconds);
    limits.max_output_tokens = static_cast<std::int64_t>(*all.max_output_tokens);
    limits.max_result_bytes = static_cast<std::size_t>(*all.max_result_bytes);
    limits.context_tokens = static_cast<std::size_t>(*all.context_tokens);
    limits.head_rows = static_cast<std::size_t>(*all.head_rows);
    if (std::isfinite(*all.max_estimated_rows))
        limits.max_estimated_rows = static_cast<std::uint64_t>(*all.max_estimated_rows);
    return limits;
}

database::Limits stream_limits(const LimitValues& values) {
    database::Limits limits = turn_limits(values).statement;
    if (!values.max_rows) limits.rows = std::numeric_limits<std::size_t>::max();
    return limits;
}

}
