#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A table or view as sqlite_master has it.
struct SqliteEntry {
    std::string name;
    std::string sql = {};
};

/// By the names of shadow tables, in lower case: the virtual tables that they belong to.
using SqliteShadows = std::multimap<std::string, std::string>;

/// The tables in which virtual ones keep what they hold: `notes_content` of the full-text table
/// `notes`. Of a module that is not known, all whose names begin with the virtual table's and `_`:
/// SQLite itself only knows those of modules that are loaded. Pure.
SqliteShadows sqlite_shadows(const std::vector<SqliteEntry>& entries);

}
