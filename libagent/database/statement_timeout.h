#pragma once

#include "libagent/base/error.h"

#include <chrono>

namespace askdb::database {

/// What a statement gives that was ended, or left alone, after `limit`; the same for every
/// database.
Error statement_timeout(std::chrono::milliseconds limit);

}
