#pragma once

#include "libagent/database/rows.h"

#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace askdb::database {

/// What the values of a column declared so most likely are, by SQLite's rules of affinity and the
/// usual names of dates and booleans; text when nothing is declared.
Kind sqlite_declared_kind(std::string_view declared_type);

/// Appends column `column` of the row that `statement` stands on. Integers, reals, texts and blobs
/// stay what they are stored as; a text in a column declared as date, time, timestamp or boolean
/// becomes that kind when it is spelled so, and NaN in a column of numbers is one. False when
/// memory ran out.
bool append_sqlite_value(Rows& rows, sqlite3_stmt* statement, int column, Kind declared);

}
