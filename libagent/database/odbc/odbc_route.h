#pragma once

#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/odbc/odbc_source.h"

#include <string>

namespace askdb::database {

/// Where a target leads: a file for SQLite, else a route.
struct FoundRoute {
    OdbcRoute route = {};
    std::string sqlite_path = {};  ///< Not empty for SQLite.
};

/// Throws Failure(usage); see make_odbc_source().
FoundRoute find_odbc_route(const OdbcTarget& target);

/// `Database=` of an SQLite driver as a path: without `file:` and URI parameters.
std::string sqlite_path_of(std::string_view database);

}
