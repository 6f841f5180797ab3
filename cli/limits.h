#pragma once

#include "libagent/base/result.h"
#include "libagent/loop/ask.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::cli {

/// The limits that somebody set; times in seconds, money in US dollars. A double holds every whole
/// number in question.
struct LimitValues {
    std::optional<double> timeout = {};
    std::optional<double> max_rows = {};
    std::optional<double> max_steps = {};
    std::optional<double> max_tokens = {};
    std::optional<double> max_sql_retries = {};
    std::optional<double> max_cost_usd = {};
    std::optional<double> max_time = {};
    std::optional<double> max_db_seconds = {};
    std::optional<double> max_output_tokens = {};
    std::optional<double> max_result_bytes = {};
    std::optional<double> context_tokens = {};
    std::optional<double> head_rows = {};
    std::optional<double> max_estimated_rows = {};
};

enum class LimitUnit { count, seconds, dollars };

/// One limit. The record is the only truth: file, environment, flags (an option whose member of
/// Args is called like the key) and help read it.
struct LimitSpec {
    std::string_view key;       ///< In [limits].
    std::string_view variable;  ///< In the environment.
    std::optional<double> LimitValues::*member;
    double least;
    double most;
    LimitUnit unit;  ///< A count is whole.

    std::string option() const;  ///< "--max-rows".
};

std::span<const LimitSpec> all_limits();

/// Why `value` is none for this limit, beginning with "must be"; empty when it is one.
std::string why_not(const LimitSpec& limit, double value);

/// Sets the limit from text; `where` names the source in the error: "option '--timeout'".
std::optional<Error> set_limit(LimitValues& values, const LimitSpec& limit, std::string_view text,
                               std::string_view where);

/// What is set in `over` replaces what is in `values`.
void override_limits(LimitValues& values, const LimitValues& over);

/// The library's own, all of them set.
LimitValues built_in_limits();

/// The limits of a turn: the library's own where nothing was set.
loop::TurnLimits turn_limits(const LimitValues& values);

/// The limits of one statement whose rows go out while they come: as many as there are unless
/// somebody set a number.
database::Limits stream_limits(const LimitValues& values);

/// What `values` holds, and the library's own limit where it holds nothing, each made as small as
/// in `bound`: what a file that is not trusted may do.
void tighten_limits(LimitValues& values, const LimitValues& bound);

}
