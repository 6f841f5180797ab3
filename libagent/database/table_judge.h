#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"
#include "libagent/database/table_filter.h"

#include <optional>
#include <string_view>

namespace askdb::database {

/// False where the database itself tells which tables a statement touches while it compiles it
/// (SQLite's authorizer): there nobody reads names in the text.
bool judges_table_names(const Dialect& dialect);

/// The wall of the table lists: whether a statement that the guards let through names only tables
/// that the filter allows. Nothing when it does; else Errc::refused, naming the table as it was
/// typed. PostgreSQL by the tree of its grammar, others by what stands where a table may stand:
/// what is not understood is refused, and so are the system's own tables, functions that are told
/// a table by a text, and SHOW. For a server that nobody knows, every function is refused that is
/// not known to be harmless. `all` is the catalog before the filter: it tells which schema a name
/// without one leads to; a name that it does not hold is allowed only when it would be in every
/// schema. An allowed view may read what it reads. Pure; any thread.
std::optional<Error> judge_table_names(std::string_view sql, const Dialect& dialect,
                                       const TableFilter& filter, const Catalog& all);

}
