#pragma once

#include "cli/limits.h"
#include "libagent/database/database.h"
#include "libagent/results/result_store.h"

#include <span>

namespace askdb::cli {

/// The one of `databases` that can give all the rows of a result that was cut, when nobody set how
/// many there may be; else null. What changed data is never run again.
database::Database* whole_rows_in(const LimitValues& limits,
                                  std::span<database::Database* const> databases,
                                  const results::StoredResult& result);

}
