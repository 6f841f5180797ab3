#include "libagent/database/sqlite/sqlite_walls.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"

#include <sqlite3.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace askdb::database {
namespace {

/// Of all SQLite memory in this process. Functions build several values of the longest size in one
/// row before any handler is asked; this is what stops them.
constexpr sqlite3_int64 max_sqlite_heap = sqlite3_int64{1} << 30;

struct SqliteLimit {
    int id;
    int value;
};

// Columns, parameters, function arguments and expression depth keep SQLite's own limits.
constexpr SqliteLimit sqlite_limits[] = {
    {SQLITE_LIMIT_LENGTH, sqlite_max_value_bytes},
    {SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
    {SQLITE_LIMIT_COMPOUND_SELECT, 500},
    {SQLITE_LIMIT_VDBE_OP, 1'000'000},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1'000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

struct SqliteSwitch {
    int id;
    int on;
};

// Without DQS a misspelt "column" is an error; with it, SQLite would take it for a text and answer
// wrongly in silence.
constexpr SqliteSwitch sqlite_switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
};

bool lists(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string forbidden_sqlite_pragma(const char* name, bool has_argument) {
    const Dialect& sqlite = *find_dialect("sqlite");
    const std::string pragma = lower_ascii(name);
    if (lists(sqlite.reading_pragmas, pragma)) return {};
    if (!has_argument && lists(sqlite.reading_pragmas_without_argument, pragma)) return {};
    return "PRAGMA " + pragma;
}

std::string_view sqlite_action_name(int action) {
    switch (action) {
        case SQLITE_INSERT: return "INSERT";
        case SQLITE_UPDATE: return "UPDATE";
        case SQLITE_DELETE: return "DELETE";
        case SQLITE_TRANSACTION: return "a transaction statement";
        case SQLITE_SAVEPOINT: return "SAVEPOINT";
        case SQLITE_ATTACH: return "ATTACH";
        case SQLITE_DETACH: return "DETACH";
        case SQLITE_ALTER_TABLE: return "ALTER TABLE";
        case SQLITE_REINDEX: return "REINDEX";
        case SQLITE_ANALYZE: return "ANALYZE";
        case SQLITE_CREATE_VTABLE: return "CREATE VIRTUAL TABLE";
        default: return "changing the schema";
    }
}

}

void build_sqlite_walls(sqlite3* db) {
    for (const SqliteLimit& limit : sqlite_limits) sqlite3_limit(db, limit.id, limit.value);
    for (const SqliteSwitch& which : sqlite_switches) {
        sqlite3_db_config(db, which.id, which.on, static_cast<int*>(nullptr));
    }
    // The heap limit is the process's: one that somebody has set already stays.
    if (sqlite3_hard_heap_limit64(-1) == 0) sqlite3_hard_heap_limit64(max_sqlite_heap);
}

void build_sqlite_writing_walls(sqlite3* db) {
    constexpr int usual_trigger_depth = 1'000;
    build_sqlite_walls(db);
    sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, usual_trigger_depth);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, static_cast<int*>(nullptr));
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, static_cast<int*>(nullptr));
}

std::string forbidden_sqlite_write(int action, const char* first, const char* second) {
    switch (action) {
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_INDEX:
        case SQLITE_CREATE_VIEW:
        case SQLITE_DROP_TABLE:
        case SQLITE_DROP_INDEX:
        case SQLITE_DROP_VIEW:
        case SQLITE_DROP_TRIGGER:  // Of a table that is dropped.
        case SQLITE_ALTER_TABLE:
        case SQLITE_REINDEX:  // What CREATE INDEX does.
            return {};
        case SQLITE_PRAGMA: return "PRAGMA";
        default: return forbidden_sqlite_action(action, first, second);
    }
}

std::string forbidden_sqlite_action(int action, const char* first, const char* second) {
    // SQLite compiles (and throws away) such an update whenever it connects a virtual table, even
    // for reading. A real one is stopped by "may not be modified", DEFENSIVE and
    // sqlite3_stmt_readonly().
    if (action == SQLITE_UPDATE && std::string_view(first) == "sqlite_master") return {};
    if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE) return {};
    if (action == SQLITE_PRAGMA) return forbidden_sqlite_pragma(first, second != nullptr);
    if (action == SQLITE_FUNCTION) {
        const std::string function = lower_ascii(second);
        const bool denied = lists(find_dialect("sqlite")->denied_functions, function);
        return denied ? "function '" + function + "'" : std::string();
    }
    const bool on_table =
        action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    const bool schema = on_table && first != nullptr &&
                        lower_ascii(first).starts_with("sqlite_");  // That is what DDL looks like.
    return std::string(schema ? "changing the schema" : sqlite_action_name(action));
}

}
