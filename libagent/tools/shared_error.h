#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"

#include <string>
#include <string_view>

namespace askdb::tools {

/// What may be said of an error without a value of the data: what kind it is, its SQLSTATE, and of
/// the database's words those that are certain to be none: words of the statement (`sql`), names of
/// the catalog's tables and columns, and, outside quotes and brackets, the usual words of such
/// messages; each run of others becomes "…". Of errors about values (conversions, constraints, what
/// triggers raise) not one of the database's words. The hint is treated alike.
/// What the guard refuses is told as it is. Pure.
Error without_values(const Error& error, std::string_view sql, const database::Catalog& catalog);

}
