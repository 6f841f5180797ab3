#pragma once

#include "libagent/database/catalog.h"

#include <string_view>

namespace askdb::database {

/// The rows of the three statements below.
struct MysqlCatalogRows {
    Rows tables;
    Rows columns;
    Rows keys;
};

/// Tables and views outside the system's databases: schema (empty for the session's database),
/// name, type, row estimate, comment, the schema in any case. Without a database in the session,
/// all of them have one.
extern const std::string_view mysql_tables_sql;
/// Their columns, in order: schema, table, name, type, nullable, comment.
extern const std::string_view mysql_columns_sql;
/// Primary and foreign keys, a row for each column in order: schema, table, name of the key,
/// column, schema, name and column of the table pointed at (NULL for a primary key).
extern const std::string_view mysql_keys_sql;

/// One row: what changes when tables come and go. That a column does would take a look at every
/// table, as long as loading it all.
extern const std::string_view mysql_stamp_sql;

/// Pure.
Catalog mysql_catalog(const MysqlCatalogRows& rows);

}
