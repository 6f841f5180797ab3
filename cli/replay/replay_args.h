#pragma once

#include "libagent/base/result.h"

#include <optional>

namespace askdb::cli {

struct Args;

/// The turn that --turn names; nothing without it. Errc::usage for what is no number from 1 on.
Result<std::optional<int>> read_turn(const Args& args);

/// What is wrong with the options of `askdb replay`; nothing for other commands. Pure.
std::optional<Error> check_replay_args(const Args& args);

}
