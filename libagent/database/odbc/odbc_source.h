#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/reaper.h"
#include "libagent/database/table_filter.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace askdb::database {

/// The longest that any connecting may take. Drivers that can are told to give up after ten
/// seconds; this is for those that cannot.
inline constexpr std::chrono::milliseconds longest_odbc_connect{15'000};

/// A database behind ODBC, as a person or a configuration names it.
struct OdbcTarget {
    /// A URL (`postgres://user@host:port/db?sslmode=require`, `mysql://…`, `mariadb://…`,
    /// `mssql://…`), an ODBC connection string (`Driver=…;…`, `DSN=…;…`), or a DSN.
    std::string address;
    std::string name = {};      ///< What messages call it; empty: the address without its secrets.
    std::string user = {};      ///< Beats the address's, when given.
    std::string password = {};  ///< Beats the address's, when given.
    std::string dialect = {};   ///< Beats what the driver is known for: see odbc_dialects().
    TableFilter tables = {};    ///< What may be seen and read.
    /// How long connecting may take; what is more than the longest is the longest.
    std::chrono::milliseconds connect_timeout = longest_odbc_connect;
};

/// The dialects that a target may ask for: those of servers, and "generic".
std::vector<std::string> odbc_dialects();

/// Decides driver, dialect and connection string now, and connects to nothing yet. An address whose
/// driver is SQLite's becomes a native SQLite source. Calls that never return are left to `reaper`,
/// which all sources of a process may share. Throws Failure(usage): an unknown DSN (with the
/// nearest names), a driver or driver manager that is not installed, a connection string that would
/// let several statements through, a dialect that is none.
std::unique_ptr<Source> make_odbc_source(
    const OdbcTarget& target, std::shared_ptr<Reaper> reaper = std::make_shared<Reaper>());

}
