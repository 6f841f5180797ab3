#pragma once

#include <string>

struct sqlite3;

namespace askdb::database {

/// The longest value, and the longest row, that SQLite may build.
constexpr int sqlite_max_value_bytes = 64 << 20;

/// Sizes, memory and everything that sqlite3_db_config() can shut. For every handle.
void build_sqlite_walls(sqlite3* db);

/// The same for a handle that may write: the database's triggers and foreign keys do their work.
void build_sqlite_writing_walls(sqlite3* db);

/// Empty when a reading statement may do this, else what it tried, for a message: "INSERT",
/// "function 'load_extension'". The arguments are those of an sqlite3_set_authorizer() callback.
std::string forbidden_sqlite_action(int action, const char* first, const char* second);

/// The same for a statement that somebody approved: it may change data and the schema, and do
/// nothing else. No file, extension, setting, virtual table, and no end of the transaction.
std::string forbidden_sqlite_write(int action, const char* first, const char* second);

}
