#include "libagent/base/stop.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace askdb {
namespace {

/// Far beyond any wait that makes sense, and far below where clock arithmetic overflows: durations
/// come from other people's servers.
constexpr std::chrono::hours longest_sleep{24 * 365};

}

void sleep_or_stop(std::chrono::milliseconds duration, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::min<std::chrono::milliseconds>(duration, longest_sleep),
                  [] { return false; });
    throw_if_stopped(stop);
}

}
