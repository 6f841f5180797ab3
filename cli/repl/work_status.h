#pragma once

#include "cli/render/theme.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace askdb::cli::repl {

/// What is known of work while it runs.
struct WorkStatus {
    std::string doing = {};                ///< "asking openai:gpt-4o", "Running query": harmless.
    int step = 0;                          ///< Of a turn, from 1; 0: it is none.
    std::optional<std::size_t> rows = {};  ///< Read so far, of all results.
    std::int64_t tokens = 0;               ///< 0: not known.
    std::optional<double> cost_usd = {};
    double seconds = 0;     ///< Since it began.
    std::size_t frame = 0;  ///< Which picture of the spinner.
    bool is_stopping = false;
};

/// One row of at most `width` columns: "⠋ step 2 · Running query · 1,204 rows · 3 s". Pure.
std::string status_row(const WorkStatus& status, std::size_t width, const Theme& theme);

/// "950 tokens", "12.4 k tokens", "1.2 M tokens".
std::string tokens_in_short(std::int64_t tokens);

/// "8 ms", "2.4 s", "3 min 5 s". Pure.
std::string time_in_short(double milliseconds);

/// "$0.0042", "$1.25": as many digits as matter. Pure.
std::string money_in_short(double usd);

}
