#pragma once

#include "libagent/database/sql_tokens.h"
#include "libagent/database/sqlite/sqlite_shadows.h"
#include "libagent/database/table_filter.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::database {

/// What an sqlite3_set_authorizer() callback is told; null where there is nothing.
struct SqliteAction {
    int code;
    const char* first;
    const char* second;
    const char* database;
    const char* context;  ///< The innermost view, trigger or WITH that the access comes from.
};

/// The wall of the table lists, asked by SQLite about every table that a statement touches, under
/// its real name: aliases, quotes and WITH hide nothing. What a view or trigger of the database
/// does inside is its own. Used by one thread at a time.
class SqliteTableWall {
  public:
    explicit SqliteTableWall(TableFilter filter) : filter_(std::move(filter)) {}

    bool is_active() const { return filter_.is_active(); }

    /// The tables and views that there are now, in lower case, and which of them are shadow tables:
    /// before the first statement, and whenever they have changed.
    void learn(std::set<std::string> schema, SqliteShadows shadows = {}) {
        schema_ = std::move(schema);
        shadows_ = std::move(shadows);
    }
    /// Before each statement is compiled.
    void expect(std::string_view sql);

    /// Empty when the statement may do this, else why not, for a person. Names a table only when
    /// its name was typed.
    std::string forbidden(const SqliteAction& action) const;

  private:
    bool allows_table(const std::string& name, const SqliteAction& action) const;
    void find_hidden(std::vector<SqlToken> tokens);
    bool is_listed(const std::string& name) const;
    bool is_read_by_its_owner(const std::string& name) const;
    std::string unlisted(const std::string& name) const;

    TableFilter filter_;
    std::set<std::string> schema_;
    SqliteShadows shadows_;
    std::set<std::string> typed_;    ///< Names in the statement.
    bool is_understood_ = false;     ///< Those are all that it has.
    bool names_hidden_ = false;      ///< One of them is that of a table that is not allowed.
    std::string refusal_;            ///< Why the whole statement is refused; empty when it is not.
    std::set<std::string> defined_;  ///< Those that a WITH of it may define.
};

}
