#pragma once

#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/own_connection.h"

#include <memory>

namespace askdb::database {

/// A PostgreSQL database that we keep things in; a target whose driver is SQLite's becomes a native
/// SQLite file. Connects to nothing yet. Calls that never return are left to `reaper`. Throws
/// Failure(usage) as make_odbc_source() does, and for a database of another kind.
std::unique_ptr<OwnSource> make_odbc_own_source(
    const OdbcTarget& target, std::shared_ptr<Reaper> reaper = std::make_shared<Reaper>());

}
