#pragma once

#include "libagent/base/error.h"

#include <string>

struct sqlite3;

namespace askdb::database {

/// Somebody else holds a lock that was wanted: another try may help.
bool is_sqlite_busy(int code);

/// What `code`, the last result of a connection to a file of our own, means.
Error sqlite_own_error(sqlite3* db, int code, const std::string& name);

/// Why the system does not give us the file; `number` is errno's.
Error cannot_open_own_file(const std::string& name, int number);

}
