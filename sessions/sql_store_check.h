#pragma once

#include "libagent/session/archive.h"

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionArchive::check(): the database file itself, turns that are torn, rows and files that
/// belong to nothing, counts that are wrong, files that are missing or damaged. Reads everything.
session::IntegrityReport check_store(SqlStoreContext& context);

}
