#pragma once

#include "libagent/base/error.h"
#include "libagent/base/result.h"
#include "libagent/database/sqlite/sqlite_table_wall.h"
#include "libagent/database/sqlite/sqlite_watch.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace askdb::database {

struct SqliteFinalize {
    void operator()(sqlite3_stmt* statement) const;
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteFinalize>;

/// What the statements that others wrote may do.
enum class SqliteAccess { reading, writing };

/// How a handle opens its database.
struct SqliteOpening {
    std::string name;  ///< What messages call it.
    std::string uri;   ///< https://sqlite.org/uri.html
    int flags = 0;     ///< sqlite3_open_v2()'s.
    SqliteAccess access = SqliteAccess::reading;
    TableFilter tables = {};  ///< What they do not allow does not compile.
};

/// An open SQLite database behind its walls: nothing but reading compiles (or, where that was
/// allowed, changes of data and schema, see forbidden_sqlite_write()), no extension loads,
/// sizes are limited, and a SqliteWatch ends what takes too long. Used by one thread at a time;
/// does not move, because SQLite keeps its address.
class SqliteHandle {
  public:
    /// Throws Failure.
    explicit SqliteHandle(SqliteOpening opening);
    SqliteHandle(const SqliteHandle&) = delete;
    SqliteHandle& operator=(const SqliteHandle&) = delete;

    sqlite3* raw() const { return db_.get(); }
    const std::string& name() const { return name_; }
    SqliteWatch& watch() { return *watch_; }

    /// Compiles exactly one statement; text after it other than blanks, comments and semicolons is
    /// refused. Null for a text that holds none. Only within a turn of watch().
    Result<SqliteStatement> compile(std::string_view sql);

    /// Connects the virtual tables. Some of them compile writing SQL of their own at that moment,
    /// even when they are only read; our walls would refuse it. Only within a turn of watch().
    void connect_virtual_tables();

    /// What `code`, the last result of this handle, means. Throws Stopped when a stop caused it,
    /// and Failure when the file is gone or unreadable.
    Error error(int code);

    /// While it lives, everything compiles: only around SQL of our own.
    class Trusted {
      public:
        explicit Trusted(SqliteHandle& handle);
        ~Trusted();
        Trusted(const Trusted&) = delete;
        Trusted& operator=(const Trusted&) = delete;

      private:
        SqliteHandle& handle_;
    };

    /// While it lives, the table lists are not asked: around SQL of our own that tells of tables.
    class Untold {
      public:
        explicit Untold(SqliteHandle& handle) : handle_(handle) { handle_.is_untold_ = true; }
        ~Untold() { handle_.is_untold_ = false; }
        Untold(const Untold&) = delete;
        Untold& operator=(const Untold&) = delete;

      private:
        SqliteHandle& handle_;
    };

    // Called by SQLite: may this compile?
    int authorize(const SqliteAction& action);

  private:
    struct Close {
        void operator()(sqlite3* db) const;
    };

    std::optional<Error> learn_schema();
    std::optional<Error> read_names();
    Result<std::int64_t> schema_version();
    int prepare(const std::string& text, SqliteStatement& statement, const char*& rest);
    Error interrupted() const;

    std::string name_;
    SqliteAccess access_;
    std::unique_ptr<sqlite3, Close> db_;
    std::unique_ptr<SqliteWatch> watch_;  // After db_: it must go first.
    std::string denied_;                  ///< The first thing that authorize() denied.
    SqliteTableWall tables_;
    std::optional<std::int64_t> learned_version_;  ///< Of the schema that `tables_` knows.
    bool is_untold_ = false;
    std::string unlisted_;  ///< The first thing that `tables_` did not allow, in words.
};

}
