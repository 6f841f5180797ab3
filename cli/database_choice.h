#pragma once

#include "cli/config_file.h"
#include "libagent/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// One database to open, under a name that no other of this run has.
struct DatabaseChoice {
    std::string name;
    std::string path;  ///< Of an SQLite file.
};

/// Whether `text` looks like "Driver=x;PWD=y": what must not be repeated on a screen.
bool is_connection_string(std::string_view text);

/// What each of `wanted` (as -d takes them) means. Errc::usage when none is given, when a name is
/// unknown (with the nearest), or for a kind of database that this program cannot open.
Result<std::vector<DatabaseChoice>> choose_databases(const std::vector<std::string>& wanted,
                                                     const std::vector<DatabaseConfig>& configured);

}
