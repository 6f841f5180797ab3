#pragma once

#include "libagent/base/time_text.h"
#include "libagent/loop/sent_values_json.h"
#include "libagent/models/egress_witness.h"

#include <span>
#include <string>

namespace askdb::loop {

/// One request as a line of the egress log, with its newline. Pure.
std::string egress_line(const models::Departure& departure, std::span<const SentColumn> values,
                        WallTime now);

}
