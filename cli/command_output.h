#pragma once

#include "libagent/base/result.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

namespace askdb::cli {

/// What a shell command of the user's own may print and take.
struct CommandLimits {
    std::size_t max_bytes = 16u << 10;
    std::chrono::milliseconds timeout{60'000};
};

/// What `/bin/sh -c COMMAND` prints on stdout; its stdin is empty, its stderr is ours, so that it
/// can say what is wrong. Errc::usage says why there is nothing: it failed, printed too much, or
/// took too long, in words that repeat neither the command nor what it printed. Throws Stopped
/// within 200 ms of a stop. The command is ended in the last three cases; what it started itself is
/// not waited for.
Result<std::string> command_output(const std::string& command, const CommandLimits& limits,
                                   const std::stop_token& stop);

}
