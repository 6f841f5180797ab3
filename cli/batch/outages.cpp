#include "cli/batch/outages.h"

#include "cli/batch/turn_end.h"
#include "libagent/base/stop.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr int most_with_one_job = 5;
constexpr std::chrono::milliseconds first_pause{200};
constexpr int most_doublings = 3;

}

Outages::Outages(std::size_t jobs) : most_(most_with_one_job + static_cast<int>(jobs) - 1) {}

void Outages::pause(const std::stop_token& stop) const {
    const int outages = count_;
    throw_if_stopped(stop);
    if (outages > 0)
        sleep_or_stop(first_pause * (1 << std::min(outages - 1, most_doublings)), stop);
}

std::optional<Error> Outages::note(const std::optional<Error>& error) {
    if (!error || !is_outage(*error)) {
        count_ = 0;
        return std::nullopt;
    }
    if (++count_ < most_) return std::nullopt;
    return Error{error->code,
                 fmt::format("{} questions in a row failed; no other is asked", most_)};
}

}
