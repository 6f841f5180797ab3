#pragma once

#include "libagent/database/catalog_stamp.h"
#include "libagent/database/sqlite/sqlite_handle.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::database {

/// A table with the columns whose values are wanted.
struct SampledTable {
    std::string name;
    std::vector<std::string> columns;
};

/// Connection::sample_values(): the different short texts of each column in the first rows of a
/// table. Within a turn of the handle's watch, with the same stop. A table that cannot be read has
/// none. Throws Stopped.
std::vector<TableSample> sample_sqlite_values(SqliteHandle& handle,
                                              const std::vector<SampledTable>& tables,
                                              std::chrono::milliseconds budget,
                                              const std::stop_token& stop);

}
