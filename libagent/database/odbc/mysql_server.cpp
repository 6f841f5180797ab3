#include "libagent/base/text.h"
#include "libagent/database/odbc/installed_odbc.h"
#include "libagent/database/odbc/mysql_catalog.h"
#include "libagent/database/odbc/mysql_text.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace askdb::database {
namespace {

// The server's own limit is only there in case that we are gone: ours comes first.
constexpr std::chrono::milliseconds mysql_server_grace{1000};

// Each alone has a way around it (DDL ends a transaction; SET ends the other), both have none that
// the guard lets through.
constexpr std::string_view mysql_walls[] = {"SET SESSION TRANSACTION READ ONLY",
                                            "START TRANSACTION READ ONLY"};
constexpr std::string_view mysql_tidy = "ROLLBACK";

void set_mysql_attribute(SQLHSTMT statement, SQLINTEGER attribute, std::uint64_t value) {
    odbc_api().set_stmt_attr(statement, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
}

bool is_tls_required(const OdbcRoute& route) {
    const Result<ConnectionString> parsed = ConnectionString::parse(route.text);
    if (!parsed) return false;
    const std::string* const source = parsed.value().find("DSN");
    for (const char* key : {"FORCETLS", "SSLVERIFY"}) {
        const std::string* const given = parsed.value().find(key);
        const std::string value = given ? *given : source ? data_source_value(*source, key) : "";
        if (!value.empty() && value != "0") return true;
    }
    return false;
}

/// MariaDB, or MySQL, behind MariaDB Connector/ODBC. The driver keeps a whole result in memory, so
/// the server is told how many rows we want: by sql_select_limit, because the driver's own
/// SQL_ATTR_MAX_ROWS writes a second LIMIT behind the statement's.
class MysqlServer : public OdbcServer {
  public:
    void prepare(OdbcSession& session) override {
        // First, so that the rest can be ended.
        const auto one = [&](std::string_view sql) {
            const Limits limits{.rows = 1};
            const Rows rows = read_rows(session, sql, limits).value_or_throw();
            return std::string(rows.row_count() == 0 ? "" : rows.cell(0, 0).text);
        };
        session.set_server_id(one("SELECT CONNECTION_ID()"));
        is_mariadb_ = one("SELECT VERSION()").find("MariaDB") != std::string::npos;
        if (is_tls_required(session.route())) require_tls(session);
        // Whoever set tighter limits for this user meant them.
        session.execute(
            "SET SESSION lock_wait_timeout = LEAST(@@lock_wait_timeout, 10), "
            "innodb_lock_wait_timeout = LEAST(@@innodb_lock_wait_timeout, 10)");
        const double own = std::atof(
            one(is_mariadb_ ? "SELECT @@max_statement_time * 1000" : "SELECT @@max_execution_time")
                .c_str());
        if (own > 0) own_timeout_ = std::chrono::milliseconds(static_cast<std::int64_t>(own));
        session.execute("SET NAMES utf8mb4");
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        const Result<std::string> text = mysql_statement_text(sql);
        if (!text) return text.error();
        begin(session, limits);
        session.sent = true;
        return read_rows(session, text.value(), limits);
    }

    std::optional<Error> check(OdbcSession& session, std::string_view sql) override {
        const Result<std::string> text = mysql_statement_text(sql);
        if (!text) return text.error();
        begin(session, Limits{});
        // Not SQLPrepare: the driver keeps what the server says of it to itself.
        const auto why =
            session.execute(fmt::format("PREPARE askdb FROM {}", mysql_literal(text.value())));
        if (!why) {
            session.execute("DEALLOCATE PREPARE askdb");
            return std::nullopt;
        }
        constexpr long cannot_be_prepared = 1295;
        if (why->native == cannot_be_prepared) return std::nullopt;
        return odbc_statement_error(*why);
    }

    Catalog load_catalog(OdbcSession& session) override {
        const auto rows = [&](std::string_view sql) {
            Rows out = catalog_rows(*this, session, sql);
            session.execute_or_throw(mysql_tidy);
            return out;
        };
        return mysql_catalog({.tables = rows(mysql_tables_sql),
                              .columns = rows(mysql_columns_sql),
                              .keys = rows(mysql_keys_sql)});
    }

    void end_turn(OdbcSession& session) override { session.end_turn(mysql_tidy); }

  private:
    void begin(OdbcSession& session, const Limits& limits) {
        const std::uint64_t rows = limits.rows;
        const std::uint64_t wanted = rows + 1 == 0 ? rows : rows + 1;
        // A statement that was let through may have changed them: so every time.
        session.execute_or_throw(fmt::format(
            "{}, {}, sql_select_limit = {}", mysql_mode_sql,
            mysql_time_limit(is_mariadb_,
                             std::min(limits.timeout + mysql_server_grace, own_timeout_)),
            wanted));
        for (const std::string_view wall : mysql_walls) session.execute_or_throw(wall);
    }

    /// Measured with 3.1.15: told to force TLS, the driver goes on without it when the server has
    /// none.
    static void require_tls(OdbcSession& session) {
        const Limits limits{.rows = 1};
        const Rows rows =
            read_rows(session, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", limits).value_or_throw();
        if (rows.row_count() == 1 && !rows.cell(0, 1).text.empty()) return;
        throw Failure(
            Error{Errc::unavailable, "cannot connect to '" + session.route().name +
                                         "': TLS was required, and the server does not offer it"});
    }

    static Result<Rows> read_rows(OdbcSession& session, std::string_view sql,
                                  const Limits& limits) {
        const OdbcStatementHandle statement = session.new_statement();
        // Only such a cursor goes back to a block with a long value.
        set_mysql_attribute(statement.get(), SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC);
        const auto why = session.execute_on(statement.get(), sql);
        if (why) return odbc_statement_error(*why);
        OdbcReader reader(session, statement.get(), limits);
        if (auto error = reader.read()) return std::move(*error);
        // What the driver takes for no rows may still wait for the next statement.
        if (reader.rows.columns.empty()) session.mark_lost();
        return std::move(reader.rows);
    }

    std::chrono::milliseconds own_timeout_ = std::chrono::hours(24);  ///< The user's.
    bool is_mariadb_ = true;
};

}

std::unique_ptr<OdbcServer> make_mysql_server() {
    return std::make_unique<MysqlServer>();
}

}
