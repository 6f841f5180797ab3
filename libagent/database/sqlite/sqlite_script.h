#pragma once

#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::database {

/// Makes a new SQLite file (0600) out of a script of SQL that is our own: whole, or not at all. A
/// file that is there already is left as it is. Throws Failure(usage) when it is there or cannot be
/// written, or when the script has an error, and Stopped within 200 ms of a stop.
void make_sqlite_file(const std::string& path, std::string_view script,
                      const std::stop_token& stop);

}
