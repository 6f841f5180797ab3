#pragma once

#include "libagent/chat/event.h"
#include "libagent/results/handle.h"

#include <span>
#include <string>
#include <vector>

namespace askdb::loop {

using results::handles_in;

/// The steps of the turn whose results the answer rests on: those that its numbers are from (cells
/// and what is worked out of them, as CheckedNumber::source gives them), and
/// those that their SQL reads; where its numbers tell of none, the last result. In their order.
/// They point into `answer`.
std::vector<const chat::Step*> rested_steps(const chat::Answer& answer,
                                            std::span<const std::string> sources);

}
