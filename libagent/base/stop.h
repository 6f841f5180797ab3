#pragma once

#include "libagent/base/error.h"

#include <chrono>
#include <stop_token>

namespace askdb {

inline void throw_if_stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Stopped();
}

/// Sleeps for `duration`, or throws Stopped as soon as a stop is asked for.
void sleep_or_stop(std::chrono::milliseconds duration, const std::stop_token& stop);

}
