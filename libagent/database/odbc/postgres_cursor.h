#pragma once

#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_session.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::database {

/// The cursor of a session of psqlodbc's; there is one at a time, and it ends with its transaction.
inline constexpr std::string_view postgres_cursor = "askdb";

/// Rows of one FETCH. The driver keeps them all in memory, and more at a time bring no speed.
inline constexpr std::size_t postgres_fetch_rows = 256;

/// A text as an expression that holds nothing a driver would read as SQL. Pure.
std::string postgres_text(std::string_view text);

/// A block that opens the cursor for `sql`, which only the server reads: it then takes exactly one
/// statement, and only one that gives rows. Pure.
std::string postgres_cursor_block(std::string_view sql);

/// Executes what opens the cursor. Nothing when it is open: neither run nor read yet. An error of
/// the database is a value. All throw like OdbcSession::call().
std::optional<Error> open_postgres_cursor(OdbcSession& session, std::string_view opening_sql);

/// `count` more rows of the cursor then wait on `statement`; of none, only their columns.
std::optional<Error> fetch_postgres_cursor(OdbcSession& session, SQLHSTMT statement,
                                           std::size_t count);

/// Reads the cursor to its end, or until the reader of `statement` is full; at most `most` rows at
/// once.
std::optional<Error> read_postgres_cursor(OdbcSession& session, SQLHSTMT statement,
                                          OdbcReader& reader,
                                          std::size_t most = postgres_fetch_rows);

}
