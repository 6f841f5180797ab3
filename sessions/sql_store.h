#pragma once

#include "libagent/database/own_connection.h"
#include "libagent/session/archive.h"

#include <functional>
#include <memory>
#include <string>

namespace askdb::sessions {

struct SqlStoreOptions {
    /// make_sqlite_own_source() or make_odbc_own_source().
    std::unique_ptr<database::OwnSource> where;
    std::string artifact_folder;  ///< Made when the first file is kept.
    /// 32 bytes: texts, titles and artifacts are encrypted, and there is no index of words. Decided
    /// when the store is made, for good. Empty: nothing is encrypted.
    std::string encryption_key = {};
    std::function<session::Moment()> clock = {};  ///< Empty: the system's.
};

/// Conversations in SQL tables named `askdb_…`, shared by any number of threads and processes.
/// Turns that end together share one durable commit. Opens nothing yet; the first call does, and
/// makes or migrates the tables. Beside unavailable, calls may throw Failure(usage): the store is
/// of a newer askdb, is (not) encrypted while the options say otherwise, or has another key. Throws
/// Failure(usage) itself for a key that is not 32 bytes long.
std::unique_ptr<session::SessionArchive> make_sql_store(SqlStoreOptions options);

}
