#pragma once

#include "cli/render/output.h"
#include "libagent/base/json.h"

#include <string>

namespace askdb::cli {

/// `json` on one line, with its newline, safe to show on a terminal.
std::string json_line(const Json& json);

/// Writes that line, and sees that it is out.
void write_json_line(Output& output, const Json& json);

}
