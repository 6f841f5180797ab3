#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/rows.h"

#include <span>
#include <string_view>

namespace askdb::cli {

/// A table as a list shows it; borrowed.
struct ListedTable {
    const database::Table* table;
    std::string_view database = {};  ///< Empty in all: the list does not say which.
};

/// Tables with their kind, columns and estimated rows, as `askdb tables` shows them.
database::Rows table_rows(std::span<const ListedTable> tables);

/// The columns of a table with their types and keys, as `askdb describe` shows them.
database::Rows description_rows(const database::Table& table);

/// The table that is called so, also in quotes as SQL spells it; null: there is none.
const database::Table* find_table_as_typed(const database::Catalog& catalog, std::string_view name);

}
