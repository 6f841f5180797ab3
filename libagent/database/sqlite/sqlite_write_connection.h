#pragma once

#include "libagent/database/sqlite/sqlite_lane.h"
#include "libagent/database/write_connection.h"

#include <memory>

namespace askdb::database {

/// Statements that change an SQLite file, each in a transaction that takes the lock at its
/// beginning. `open` gives a handle with SqliteAccess::writing, at the first use. A statement that
/// cannot be ended in time is left alone, and never committed.
std::unique_ptr<WriteConnection> make_sqlite_write_connection(SqliteLane::Open open,
                                                              SqliteLane::Strays strays);

}
