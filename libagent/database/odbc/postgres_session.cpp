#include "libagent/database/odbc/postgres_session.h"

#include "libagent/database/odbc/own_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::chrono::milliseconds postgres_grace{1000};

constexpr std::string_view postgres_settings[] = {
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, MDY'",
    "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET client_min_messages = error",
    "SET cursor_tuple_fraction = 1",
};

// In milliseconds; 0 is without end. Not `setting`: that may be ours already. Of a column as it is,
// the driver would ask for the table.
constexpr std::string_view postgres_own_limits =
    "SELECT name || '', reset_val || '' FROM pg_catalog.pg_settings "
    "WHERE name IN ('statement_timeout', 'lock_timeout', 'jit')";

PostgresOwnLimits read_postgres_limits(OdbcSession& session) {
    PostgresOwnLimits own;
    constexpr std::size_t setting_count = 3;
    const Result<Rows> rows = own_rows(session, postgres_own_limits, setting_count);
    for (std::size_t row = 0; rows && row < rows.value().row_count(); ++row) {
        const std::string_view name = rows.value().cell(row, 0).text;
        own.has_jit = own.has_jit || name == "jit";
        const auto limit = leading_number(rows.value().cell(row, 1).text);
        if (!limit || *limit <= 0) continue;
        std::chrono::milliseconds& into = name == "lock_timeout" ? own.lock : own.statement;
        into = std::min(into, std::chrono::milliseconds(static_cast<std::int64_t>(*limit)));
    }
    return own;
}

}

PostgresOwnLimits prepare_postgres_session(OdbcSession& session) {
    const PostgresOwnLimits own = read_postgres_limits(session);
    std::vector<std::string> settings(std::begin(postgres_settings), std::end(postgres_settings));
    settings.push_back(fmt::format("SET lock_timeout = {}", own.lock.count()));
    if (session.execute(fmt::format("{}", fmt::join(settings, ";")))) {
        for (const std::string& setting : settings) session.execute(setting);
    }
    return own;
}

std::chrono::milliseconds postgres_statement_limit(std::chrono::milliseconds timeout,
                                                   const PostgresOwnLimits& own) {
    return std::min(timeout + postgres_grace, own.statement);
}

}
