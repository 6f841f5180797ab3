#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_lane.h"

#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Compiles one statement that gives rows and needs nothing from us. Within a turn of the watch.
Result<SqliteStatement> compile_sqlite_reading(SqliteHandle& handle, std::string_view sql);

/// What the statement's columns are called and declared as.
std::vector<ResultColumn> sqlite_columns(sqlite3_stmt* statement);

/// One row alone has more bytes of text than it may.
Error sqlite_row_too_large(const Limits& limits);

/// Connection::query() on a handle, within a turn of its watch: that has the stop and the time.
Result<Rows> query_sqlite(SqliteHandle& handle, std::string_view sql, const Limits& limits);

/// Runs a compiled statement and reads what it gives, within the limits; no columns when it gives
/// no rows. A statement that writes has done all of it then. Within a turn of the handle's watch.
Result<Rows> read_sqlite_rows(SqliteHandle& handle, sqlite3_stmt* statement, const Limits& limits);

/// Connection::check() on a handle, within a turn of its watch.
std::optional<Error> check_sqlite(SqliteHandle& handle, std::string_view sql);

/// Connection::query() on a lane.
Result<Rows> query_sqlite(SqliteLane& lane, std::string_view sql, const Limits& limits,
                          const std::stop_token& stop);

}
