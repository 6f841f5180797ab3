#pragma once

#include "libagent/base/time_text.h"
#include "libagent/results/result_store.h"

#include <string_view>

namespace askdb::results {

/// When the rows of a statement over results were read from a database: that of the oldest result
/// which it names, or `now` where it names none whose time is known. A column that is called like
/// a handle counts as one. Linear in the statement.
WallTime oldest_read(std::string_view sql, const ResultStore& results, WallTime now);

}
