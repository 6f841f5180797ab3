#pragma once

#include "libagent/database/odbc/connection_string.h"
#include "libagent/database/url.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// How a running statement is ended without harm. What was not measured is `never`.
enum class CancelBy {
    never,       ///< Nothing is safe: the call is left to the reaper.
    sql_cancel,  ///< SQLCancel from another thread, while the worker is inside SQLExecDirect.
    kill_query,  ///< KILL QUERY on a connection of its own, while the worker is inside.
};

/// How a value is read that is longer than the memory bound for it.
enum class LongValuesBy {
    one_by_one,     ///< Nothing is bound; every value by SQLGetData, row after row.
    set_position,   ///< SQLSetPos on its row of the block, then SQLGetData.
    seeking_again,  ///< The block is read once more, one row at a time (static cursor).
};

enum class ServerKind { generic, postgres, mysql };

/// What one driver needs, as measured. The table of all is in drivers.cpp.
struct DriverQuirks {
    std::string_view title;                   ///< Of the database: "PostgreSQL".
    std::string_view dialect;                 ///< See find_dialect().
    ServerKind server = ServerKind::generic;  ///< How it is asked; another with another dialect.
    ServerKind values = ServerKind::generic;  ///< How the driver writes values, however asked.
    CancelBy cancel = CancelBy::never;
    LongValuesBy long_values = LongValuesBy::one_by_one;
    std::span<const std::string_view> schemes = {};     ///< Of URLs.
    std::span<const std::string_view> parameters = {};  ///< Of such URLs; none holds a secret.
    std::span<const std::string_view> names = {};       ///< In odbcinst.ini, the best first.
    std::string_view library = {};                      ///< Part of its file's name.
    std::string_view package = {};                      ///< Debian's.
    /// The connection string for a URL, without `Driver`; Errc::usage for a parameter or value that
    /// it cannot carry.
    Result<ConnectionString> (*from_url)(const DatabaseUrl& url) = nullptr;
    /// Adds time limits and safe settings where the user gave none.
    void (*add_defaults)(ConnectionString& connection) = nullptr;
    /// After each connection has ended: takes away what the driver leaves behind. Any thread.
    void (*tidy)() noexcept = nullptr;
};

/// For a driver's name or library path. Never fails: unknown drivers share the careful defaults.
const DriverQuirks& quirks_of_driver(std::string_view name_or_library);
/// Nullptr when no driver is known for it.
const DriverQuirks* quirks_of_scheme(std::string_view scheme);
/// Every scheme that a URL may have: "postgres", "mysql", ….
std::vector<std::string> known_schemes();

/// SQLite files are never opened through ODBC.
bool is_sqlite_driver(std::string_view name_or_library);

/// Why a connection string is refused before it is used; nothing when it is not.
std::optional<Error> judge_connection_string(const ConnectionString& connection);

}
