#pragma once

#include "libagent/base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace askdb::database {

/// The statement as MariaDB Connector/ODBC survives it: one statement without comments and final
/// semicolon, which begins with SELECT, WITH, SHOW, DESCRIBE, EXPLAIN or ANALYZE (or parentheses
/// around one). Measured with 3.1.15: after two statements in one text the driver never returns
/// from its own lock, and after one that gives rows where it expects none (VALUES, HELP, EXECUTE)
/// it hands these rows to the next statement, or dies. Conditional comments are refused. Pure.
Result<std::string> mysql_statement_text(std::string_view sql);

/// The same for a statement of any kind: one, without comments and final semicolon. Pure.
Result<std::string> mysql_bare_text(std::string_view sql);

/// The session's `sql_mode`, whatever the server's default: without ANSI_QUOTES and
/// NO_BACKSLASH_ESCAPES, so that the guard and the server agree on where a text ends.
extern const std::string_view mysql_mode_sql;

/// A literal in the session's character set, without any character that quoting is about. Pure.
std::string mysql_literal(std::string_view text);

/// `NAME = VALUE` for SET SESSION: how long a statement may run on MariaDB, or on MySQL, whose
/// limit only ends SELECT. Pure.
std::string mysql_time_limit(bool is_mariadb, std::chrono::milliseconds limit);

}
