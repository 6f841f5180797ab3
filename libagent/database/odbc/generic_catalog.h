#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/odbc/odbc_session.h"

namespace askdb::database {

/// The catalog by ODBC's own functions (SQLTables, SQLColumns, SQLPrimaryKeys, SQLForeignKeys), for
/// databases whose system tables we do not know: slow for thousands of tables, so keys are only
/// asked for when there are few. Throws Failure.
Catalog generic_catalog(OdbcSession& session);

/// `name` as a pattern that only itself matches: `_` and `%` behind the driver's escape character.
std::string odbc_pattern(std::string_view name, std::string_view escape);

}
