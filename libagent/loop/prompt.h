#pragma once

#include "libagent/loop/ask.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::loop {

/// The system message: how to work, what day it is, each database's dialect card and catalog
/// digest, the agent's own instructions. Throws what Database::catalog() throws.
std::string system_prompt(const Agent& agent, const Question& question, std::chrono::sys_days today,
                          std::stop_token stop);

}
