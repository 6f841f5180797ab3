#pragma once

#include "libagent/database/catalog_stamp.h"
#include "libagent/database/sqlite/sqlite_handle.h"

#include <string>

namespace askdb::database {

/// Connection::catalog_stamp() of the file at `path`, which `handle` has open. `contents` is what
/// the file system says of it and of its log, with SQLite's own count of schema changes; `schema` a
/// hash of the statements that made it, read only when `contents` differs from `known`'s: a file
/// that another one took the place of may have the same count. Within a turn of the handle's watch.
/// Throws Failure.
CatalogStamp sqlite_catalog_stamp(SqliteHandle& handle, const std::string& path,
                                  const CatalogStamp* known);

}
