#pragma once

#include "libagent/database/dialect.h"

#include <string_view>

namespace askdb::checks {

/// Whether the rows of the whole statement are ordered: ORDER BY outside of all parentheses, where
/// neither subqueries nor windows are. Pure, linear.
bool has_outer_order(std::string_view sql, const database::Dialect& dialect);

}
