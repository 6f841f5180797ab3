#pragma once

#include <string>

namespace askdb::database {

/// What tells, without loading it, whether a catalog is still the one that was loaded. Taken before
/// the loading, so that a change meanwhile makes it differ. Opaque texts.
struct CatalogStamp {
    std::string schema = {};    ///< The same: the same tables, columns, keys, comments and rights.
    std::string contents = {};  ///< The same as well: so are the row estimates.
    bool is_exact = true;       ///< Whether `schema` notices every change, or only most.
    /// When it was taken, by the database's own count of what it has written: at the same moment
    /// `schema` is the same, without a look. Empty where nothing says so. No part of the
    /// comparison.
    std::string moment = {};

    bool operator==(const CatalogStamp& other) const {
        return schema == other.schema && contents == other.contents && is_exact == other.is_exact;
    }
};

/// Words that stand in the text columns of one table.
struct TableSample {
    std::string table;        ///< Table::qualified_name().
    std::string values = {};  ///< Some values, one a line; empty when there are none.
};

}
