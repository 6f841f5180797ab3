#pragma once

#include "cli/config/config_file.h"
#include "libagent/base/result.h"
#include "libagent/database/table_filter.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// What stands for standard input among data files, and its table.
inline constexpr std::string_view input_file = "-";
inline constexpr const char* input_table = "stdin";

/// One database to open, under a name that no other of this run has.
struct DatabaseChoice {
    std::string name;
    std::string configured = {};  ///< Its name in the configuration; empty for an address.
    std::string path = {};        ///< Of an SQLite file; empty for data files and what ODBC opens.
    std::vector<std::string> files = {};  ///< Data files; "-" is standard input.
    std::string address = {};  ///< A URL, an ODBC connection string, or the name of a data source.
    std::string user = {};
    std::string password = {};
    std::string dialect = {};           ///< Empty: what the driver is known for.
    database::TableFilter tables = {};  ///< What may be seen and read.
};

/// Whether `text` looks like "Driver=x;PWD=y": what must not be repeated on a screen.
bool is_connection_string(std::string_view text);

/// Whether a URL or connection string has a password in it.
bool holds_password(std::string_view address);

/// Whether -d takes `text` as a data file, by its ending, or as standard input ("-").
bool is_data_file(std::string_view text);

/// Whether standard input is among `databases`, which -d takes.
bool holds_input(const std::vector<std::string>& databases);

/// What each of `wanted` (as -d takes them) means: the name of a configured database, a file, a
/// URL, an ODBC connection string, an ODBC data source. A password that the address does not hold
/// is read from where the configuration says, else from ASKDB_PASSWORD, else from PGPASSWORD or
/// MYSQL_PWD by the kind of URL. All data files among `wanted` are one database, in the place of
/// the first. Errc::usage when none is given, when a name is unknown (with the
/// nearest), or for a kind of database that this program cannot open. Throws Stopped while a secret
/// is waited for.
Result<std::vector<DatabaseChoice>> choose_databases(const std::vector<std::string>& wanted,
                                                     const std::vector<DatabaseConfig>& configured,
                                                     const SecretSources& secrets);

}
