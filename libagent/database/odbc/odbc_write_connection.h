#pragma once

#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/reaper.h"
#include "libagent/database/write_connection.h"

#include <memory>
#include <stop_token>

namespace askdb::database {

/// Opens a connection of its own for statements that somebody approves. Calls that never return are
/// left to the reaper. Throws Failure and Stopped, like the constructor of OdbcConnection.
std::unique_ptr<WriteConnection> make_odbc_write_connection(OdbcRoute route,
                                                            std::shared_ptr<Reaper> reaper,
                                                            const std::stop_token& stop);

}
