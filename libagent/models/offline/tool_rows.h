#pragma once

#include "libagent/base/result.h"
#include "libagent/models/offline/wording.h"

#include <string_view>

namespace askdb::models::offline {

/// Reads what the tool `query` says of its result: columns, row_count, truncated and the first
/// rows. Numbers keep their digits: those too long for JSON numbers come as strings.
Result<AnswerRows> rows_of_tool(std::string_view text);

}
