#pragma once

#include "libagent/database/odbc/odbc_columns.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// `sql`, one query whose columns are known, with its dates and timestamps cast to text; empty when
/// it has none. psqlodbc parses these itself, and measured with 13.02 it makes `infinity` a
/// 0000-00-00, an AD date of a BC one, and 1234-00-00 of the year 12345: what the server writes is
/// never given to it as a date. Pure.
std::string postgres_dates_as_text(std::string_view sql, const std::vector<OdbcColumn>& columns);

}
