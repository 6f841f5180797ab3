#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/odbc/odbc_session.h"

#include <string>
#include <string_view>

namespace askdb::database {

/// The catalog by ODBC's own functions, for a database of which we know nothing else: tables and
/// views outside the system's schemas, columns with types and comments, and within a few seconds
/// primary and foreign keys and numbers of rows, table after table, as far as the driver has such
/// functions. `default_schema`, as the server spells it, is left out of names; empty: unknown.
/// Throws Failure, and Stopped once the session is interrupted.
Catalog generic_catalog(OdbcSession& session, std::string_view default_schema);

/// A name as an argument that takes patterns: `_` and `%` mean themselves. Pure.
std::string odbc_pattern(std::string_view name, std::string_view escape);

}
