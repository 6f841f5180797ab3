#pragma once

#include "libagent/database/odbc/odbc_session.h"

#include <chrono>
#include <string>

namespace askdb::database {

/// What a session of MariaDB or MySQL must know of its server.
struct MysqlSession {
    std::string id = {};  ///< The server's number of this connection, which KILL QUERY takes.
    bool is_mariadb = true;
    /// How long the user's own settings let a statement run.
    std::chrono::milliseconds own_statement = std::chrono::hours(24);
};

/// Asks the server for all of that, tells the session its number, and sets the character set and
/// how long locks are waited for: ten seconds, or the user's own tighter limit. Two round trips,
/// for reading and writing alike. Throws Failure, and like OdbcSession::call().
MysqlSession prepare_mysql_session(OdbcSession& session);

/// `NAME = VALUE` for SET SESSION: how long the server lets a statement run for the case that we
/// are gone. Ours comes first, unless the user's own limit is tighter. Pure.
std::string mysql_statement_limit(std::chrono::milliseconds timeout, const MysqlSession& own);

}
