#pragma once

#include "libagent/base/time_text.h"
#include "libagent/models/egress_witness.h"
#include "libagent/models/sent_values_json.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::models {

/// One request as a line of the egress log, with its newline. Pure.
std::string egress_line(const Departure& departure, std::span<const SentColumn> values,
                        WallTime now);

/// Whether a file that begins so begins with such a line: its first 4 KiB tell. Pure.
bool begins_with_egress_line(std::string_view head);

}
