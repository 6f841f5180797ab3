#pragma once

#include "libagent/database/dialect.h"
#include "libagent/database/rows.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A right that reading does not need.
struct WideRight {
    std::string what;         ///< "the role is a superuser"
    std::string fix;          ///< What an administrator types; may be empty.
    bool is_serious = false;  ///< It reaches beyond the data: files and programs of the server.
};

/// What one kind of server is asked about itself, and what its answers mean. All statements only
/// read, and pass the guard of their dialect.
struct RightsProbe {
    std::string_view dialect;
    std::string_view version_sql;  ///< One cell.
    /// One cell, or rows of a setting's name and value, that say whether the session may only read.
    std::string_view wall_sql;
    std::string_view rights_sql;  ///< Empty: there are no rights to ask for.
    /// What the rows of `rights_sql` say that is too much. Holds nothing secret that they hold.
    std::vector<WideRight> (*judge)(const Rows& rows) = nullptr;
};

/// Nullptr for a dialect whose servers nobody knows how to ask.
const RightsProbe* find_rights_probe(const Dialect& dialect);

/// Whether the answer to `wall_sql` says that the session only reads; nothing when it says neither.
std::optional<bool> says_read_only(const Rows& rows);

}
