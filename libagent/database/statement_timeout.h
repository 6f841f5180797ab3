#pragma once

#include "libagent/base/error.h"

#include <chrono>
#include <string>

namespace askdb::database {

/// "30 s"; "1500 ms" where it is no whole number of seconds. Pure.
std::string limit_text(std::chrono::milliseconds limit);

/// What a statement gives that was ended, or left alone, after `limit`; the same for every
/// database.
Error statement_timeout(std::chrono::milliseconds limit);

}
