#pragma once

#include "libagent/database/dialect.h"
#include "libagent/database/rows.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/tools/sharing.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// The name that a token may stand for, as databases look it up, in lower case: some take also a
/// text in quotes for a name. Empty: it can be none.
std::string name_in(const database::SqlToken& token);

/// A statement and what came of it; borrowed.
struct MaskedStatement {
    std::string_view sql;
    const database::Dialect& dialect;
    const database::Catalog& catalog;
    const ColumnSet& masked;  ///< Columns of `catalog`.
    const SharingRule& rule;  ///< For columns of a result of which no more than the name is known.
    std::span<const database::ResultColumn> columns;
};

/// Which columns of the result may hold values of masked ones, better too many than too few: those
/// that are called so, and, when the statement reads a masked column in any way (by its name, a
/// star, or a whole row), a table that is not in the catalog, or what cannot be read, all whose
/// origin is not certain to be another column: where any name of it may mean two things, all. A
/// statement that names no table with masked columns, nor any of these, reads none. Views count as
/// tables: what they make of masked columns is not known. Pure.
std::vector<bool> masked_columns(const MaskedStatement& statement);

}
