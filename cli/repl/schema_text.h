#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <string>

namespace askdb::cli::repl {

/// The table as a statement that would make one like it, as far as the catalog knows it: columns,
/// keys, and as SQL comments what is said of them. Of a view, whose own statement no catalog keeps,
/// the columns. Names cannot begin a line of their own. `catalog` is the one that it is in. Pure.
std::string schema_text(const database::Table& table, const database::Catalog& catalog,
                        const database::Dialect& dialect);

}
