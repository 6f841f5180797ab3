#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/catalog_stamp.h"

#include <string_view>
#include <vector>

namespace askdb::database {

/// The rows of the three statements below.
struct PostgresCatalogRows {
    Rows relations;
    Rows columns;
    Rows keys;
};

/// Tables, views and the like outside the system's schemas that we may read: oid, schema (empty
/// when it is found without), name, kind (relkind), row estimate, comment, the schema in any
/// case.
extern const std::string_view postgres_relations_sql;
/// Their columns, in order: oid, name, type, nullable, comment, number of the column. Also those of
/// tables that we may not read, and that keys may point at.
extern const std::string_view postgres_columns_sql;
/// Primary ('p') and foreign ('f') keys: oid, kind, numbers of the columns with blanks between
/// them, schema, name and oid of the table pointed at, numbers of the columns there.
extern const std::string_view postgres_keys_sql;

/// One row, soon there: who looks at which database, and in which schemas; the moment (see
/// CatalogStamp), NULL where something is being written; the row estimates.
extern const std::string_view postgres_moment_sql;
/// One cell: what changes with every definition, comment and right that the rows above show. Every
/// row of PostgreSQL's own tables tells which transaction wrote it, and all of them are looked at.
extern const std::string_view postgres_stamp_sql;
/// Schema (as above), name, and what ANALYZE has kept of the values of text columns, as text.
extern const std::string_view postgres_samples_sql;

/// Pure.
std::vector<TableSample> postgres_samples(const Rows& rows);

/// Pure.
Catalog postgres_catalog(const PostgresCatalogRows& rows);

}
