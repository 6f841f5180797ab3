#include "libagent/database/odbc/mysql_session.h"

#include "libagent/database/odbc/mysql_text.h"
#include "libagent/database/odbc/own_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace askdb::database {
namespace {

constexpr std::chrono::milliseconds mysql_grace{1000};

// Each server runs its own comment: https://mariadb.com/kb/en/comment-syntax/ (those of 50700 to
// 50799 are MySQL's alone). In milliseconds; 0 is without end.
constexpr std::string_view mysql_identity_sql =
    "SELECT CONNECTION_ID(), VERSION()"
    "/*M!100101 , @@max_statement_time * 1000 *//*!50708 , @@max_execution_time */";

// Whoever set tighter limits for this user meant them.
constexpr std::string_view mysql_settings[] = {
    "NAMES utf8mb4", "SESSION lock_wait_timeout = LEAST(@@lock_wait_timeout, 10)",
    "SESSION innodb_lock_wait_timeout = LEAST(@@innodb_lock_wait_timeout, 10)"};

}

MysqlSession prepare_mysql_session(OdbcSession& session) {
    enum { id, version, limit };
    const Rows rows = own_rows(session, mysql_identity_sql, 1).value_or_throw();
    MysqlSession own;
    if (rows.row_count() == 1) {
        own.id = rows.cell(0, id).text;
        own.is_mariadb = rows.cell(0, version).text.find("MariaDB") != std::string_view::npos;
        const auto time =
            rows.column_count() > limit ? leading_number(rows.cell(0, limit).text) : std::nullopt;
        if (time && *time > 0) {
            own.own_statement = std::min(
                own.own_statement, std::chrono::milliseconds(static_cast<std::int64_t>(*time)));
        }
    }
    session.set_server_id(own.id);
    if (session.execute(fmt::format("SET {}", fmt::join(mysql_settings, ", ")))) {
        for (const std::string_view one : mysql_settings)
            session.execute(fmt::format("SET {}", one));
    }
    return own;
}

std::string mysql_statement_limit(std::chrono::milliseconds timeout, const MysqlSession& own) {
    return mysql_time_limit(own.is_mariadb, std::min(timeout + mysql_grace, own.own_statement));
}

}
