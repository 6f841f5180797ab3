#pragma once

#include "libagent/database/catalog.h"

#include <string_view>

namespace askdb::database {

/// The rows of the three statements below.
struct PostgresCatalogRows {
    Rows relations;
    Rows columns;
    Rows keys;
};

/// Tables, views and the like outside the system's schemas that we may read: oid, schema (empty
/// when it is found without), name, kind (relkind), row estimate, comment.
extern const std::string_view postgres_relations_sql;
/// Their columns, in order: oid, name, type, nullable, comment.
extern const std::string_view postgres_columns_sql;
/// Primary ('p') and foreign ('f') keys, a row for each column in order: oid, number of the key,
/// kind, column, schema and name of the table pointed at, column there.
extern const std::string_view postgres_keys_sql;

/// Pure.
Catalog postgres_catalog(const PostgresCatalogRows& rows);

}
