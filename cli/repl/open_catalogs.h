#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/database.h"

#include <string_view>
#include <vector>

namespace askdb::cli::repl {

class Shell;

/// A database of the REPL with its catalog as it is now; borrowed from Shell::wiring().
struct OpenCatalog {
    database::Database* database;
    const database::Catalog* catalog;
};

/// All of them, the default one first. Throws what reading them throws.
std::vector<OpenCatalog> read_catalogs(Shell& shell);

struct FoundTable {
    database::Database* database;
    const database::Catalog* catalog;
    const database::Table* table;
};

/// The table that is called so: in the default database, else in the first other one that has it;
/// "database.table" says in which. Throws Failure(bad_input) with the nearest when there is none.
FoundTable find_open_table(Shell& shell, std::string_view typed);

}
