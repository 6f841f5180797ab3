#pragma once

#include "libagent/base/result.h"
#include "libagent/database/dialect.h"
#include "libagent/database/postgres_tables.h"
#include "libagent/database/postgres_tree.h"

#include <optional>
#include <string_view>

namespace askdb::database {

/// judge_read_only() by PostgreSQL's own grammar (that of version 15), so that what is judged is
/// what the server reads, given standard_conforming_strings: one SELECT, VALUES, TABLE, SHOW, or
/// EXPLAIN of one, without INTO, row locks, data-modifying WITH and denied functions. EXPLAIN
/// without ANALYZE runs nothing and may explain a write. A text that is no PostgreSQL is
/// Errc::bad_input. `sql` holds no NUL byte. Any thread; linear, the stack it needs is its own.
std::optional<Error> judge_postgres(std::string_view sql, const Dialect& dialect);

/// The tree alone, judged by nobody. Errors and threads as above.
Result<PostgresTree> parse_postgres_tree(std::string_view sql);

/// The same, and what it says of tables.
struct PostgresTreeTables {
    PostgresTree tree = {};
    PostgresTables tables = {};
};
Result<PostgresTreeTables> parse_postgres_tables(std::string_view sql);

}
