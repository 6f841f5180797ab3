#pragma once

#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/rows.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace askdb::database {

/// Executes a statement whose rows, if it gives any, an OdbcReader then reads. An error of the
/// database is a value. Throws like OdbcSession::call().
std::optional<Error> execute_readable(OdbcSession& session, SQLHSTMT statement,
                                      std::string_view sql);

/// Rows of one statement of our own that a session needs for itself, in one round trip and without
/// a transaction of ours around it; at most `most` of them. The driver reads it as SQL: no text of
/// others may be in it. An error of the database is a value. Throws like OdbcSession::call().
Result<Rows> own_rows(OdbcSession& session, std::string_view sql, std::size_t most);

/// The same of a statement that was executed, or a catalog function that was called.
Result<Rows> rows_of_statement(OdbcSession& session, SQLHSTMT statement, std::size_t most);

/// A number at the front of a text ("5000", "12.5"): nothing when it is none. Pure.
std::optional<double> leading_number(std::string_view text);

}
