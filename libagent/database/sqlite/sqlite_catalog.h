#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/sqlite/sqlite_handle.h"

#include <stop_token>

namespace askdb::database {

/// Connection::load_catalog() on a handle: the tables and views of `main`, without SQLite's own and
/// the shadow tables of virtual ones. A view or virtual table that does not compile keeps its name
/// and has no columns. Row counts come from ANALYZE, else by counting for a short while. Within a
/// turn of the handle's watch, with the same stop.
Catalog load_sqlite_catalog(SqliteHandle& handle, const std::stop_token& stop);

/// The row counts alone, anew.
void refresh_sqlite_row_counts(SqliteHandle& handle, Catalog& catalog, const std::stop_token& stop);

}
