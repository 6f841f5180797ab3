#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A name with the schema (and database) before it, as far as it was written.
struct PostgresName {
    std::string database = {};
    std::string schema = {};
    std::string name = {};
};

/// What a PostgreSQL parse tree says of tables.
struct PostgresTables {
    /// All that are read or written. What a WITH defines is none where it is in sight of it.
    std::vector<PostgresName> tables = {};
    std::vector<PostgresName> types = {};  ///< Of casts; every table is one, too.
    bool too_many = false;                 ///< More names than are worth looking at.
};

/// Reads a tree as libpg_query writes it: JSON without blanks, each node an object under its type's
/// name. Without recursion. Names stay as JSON writes them: one with a backslash is no plain name.
PostgresTables read_postgres_tables(std::string_view json);

}
