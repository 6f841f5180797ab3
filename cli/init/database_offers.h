#pragma once

#include "cli/config/config_file.h"
#include "libagent/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// A database that is there, and how a configuration would name it.
struct DatabaseOffer {
    std::string title;      ///< One line for a person.
    DatabaseConfig config;  ///< With a name; paths are absolute.
};

/// SQLite and data files of the folder by name (at most `most_offered_files`), then the ODBC data
/// sources of this machine.
std::vector<DatabaseOffer> find_databases(const std::string& folder);

constexpr std::size_t most_offered_files = 9;

/// What a person typed: a file, a URL, an ODBC connection string or data source. Errc::usage says
/// what is wrong with it; a password in it is refused.
Result<DatabaseConfig> database_of_text(const std::string& text);

/// Whether a server is behind it, which may ask for a user and a password.
bool is_on_server(const DatabaseConfig& database);

}
