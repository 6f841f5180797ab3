#pragma once

#include "cli/config/config_file.h"

namespace askdb::cli {

/// Whether two configured databases are one place, by all that their tables say: the same ODBC data
/// source (also one that a connection string names), the same URL or connection string, or a file
/// in common, by whatever path (paths are relative to the working directory). What a data source
/// leads to is not known: two of them that open one database are two places. Looks at files.
bool is_same_place(const DatabaseConfig& a, const DatabaseConfig& b);

/// Gives `alias` what `original` has for limits: its tables, what models may see, its masks. None
/// of its own is lost.
void take_over_limits(DatabaseConfig& alias, const DatabaseConfig& original);

}
