#pragma once

#include "libagent/chat/event.h"
#include "libagent/results/result_store.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::loop {

/// The answer of a turn that `limit` ended and whose model says nothing: the last results of its
/// steps with their statements, a single value as such. A few kilobytes at most. Pure.
std::string results_so_far(std::string_view limit, std::span<const chat::Step> workflow,
                           const results::ResultStore& results);

}
