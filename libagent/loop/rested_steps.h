#pragma once

#include "libagent/chat/event.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// The handles that stand in a text as words ("sum of r1.total" has r1), in lower case, each once.
std::vector<std::string> handles_in(std::string_view text);

/// The steps of the turn whose results the answer rests on: those that its numbers are from (cells
/// and what is worked out of them, as CheckedNumber::source gives them), and
/// those that their SQL reads; where its numbers tell of none, the last result. In their order.
/// They point into `answer`.
std::vector<const chat::Step*> rested_steps(const chat::Answer& answer,
                                            std::span<const std::string> sources);

}
