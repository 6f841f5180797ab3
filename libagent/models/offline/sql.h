#pragma once

#include "libagent/database/dialect.h"
#include "libagent/models/offline/query_tree.h"

#include <string>

namespace askdb::models::offline {

/// The query as one SQL statement of this dialect, on one line. Everything that comes from the
/// question or the data goes in as a quoted literal or as digits.
std::string to_sql(const Query& query, const database::Dialect& dialect);

/// Why the query cannot be written for a database of which too little is known; empty when it can.
std::string why_not_sql(const Query& query, const database::Dialect& dialect);

}
