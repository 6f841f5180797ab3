#pragma once

#include "libagent/database/odbc/odbc_session.h"

#include <chrono>

namespace askdb::database {

/// How long the role or its database lets a statement run and wait, as set by whoever made them.
struct PostgresOwnLimits {
    std::chrono::milliseconds statement = std::chrono::hours(24);
    std::chrono::milliseconds lock =
        std::chrono::seconds(10);  ///< Ours, or the role's tighter one.
    bool has_jit = false;          ///< Whether the server knows the setting "jit".
};

/// Makes a session write values and plan in one way, whatever the role's settings are, for reading
/// and writing alike, and tells the role's own limits, of which the one for locks is set. Two round
/// trips. A relative of PostgreSQL may not know a setting, and is read all the same. Throws like
/// OdbcSession::call().
PostgresOwnLimits prepare_postgres_session(OdbcSession& session);

/// What the server is told that a statement may take, for the case that we are gone: ours comes
/// first, unless the role's own one is tighter. Pure.
std::chrono::milliseconds postgres_statement_limit(std::chrono::milliseconds timeout,
                                                   const PostgresOwnLimits& own);

}
