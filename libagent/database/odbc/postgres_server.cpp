#include "libagent/base/text.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/odbc/postgres_catalog.h"
#include "libagent/database/odbc/postgres_dates.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::database {
namespace {

// The driver keeps every row of a FETCH in memory, and 256 at a time cost no speed.
constexpr std::size_t postgres_fetch_rows = 256;
// The server's own limit is only there in case that we are gone: ours comes first.
constexpr std::chrono::milliseconds server_grace{1000};

// With standard_conforming_strings the guard and the server agree on where a literal ends.
constexpr std::string_view postgres_walls =
    "SET default_transaction_read_only = on;SET standard_conforming_strings = on";
// One way to write values and to plan, whatever the role's settings are. A relative of PostgreSQL
// may not know one of them, and is read all the same.
constexpr std::string_view postgres_settings[] = {
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, MDY'",
    "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET client_min_messages = error",
    "SET cursor_tuple_fraction = 1",
};

// What the role or the database is allowed, in milliseconds; 0 is without end. Not `setting`: that
// is ours by then.
constexpr std::string_view postgres_own_limits =
    "SELECT name, reset_val FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout')";

constexpr std::string_view postgres_tidy = "ROLLBACK";

/// PostgreSQL behind psqlodbc. A statement runs in a read-only transaction of its own, as a cursor
/// that is opened by `OPEN … FOR EXECUTE` with the statement as a value: the server itself then
/// takes exactly one statement, and only one that gives rows, while the driver, which would cut a
/// text at semicolons, replace `?` and translate `{fn …}`, never sees it as SQL.
class PostgresServer : public OdbcServer {
  public:
    void prepare(OdbcSession& session) override {
        session.execute_or_throw(postgres_walls);
        std::string all;
        for (const std::string_view setting : postgres_settings) all.append(setting).append(";");
        if (session.execute(all)) {
            for (const std::string_view setting : postgres_settings) session.execute(setting);
        }
        has_blocks_ = !session.execute("DO $$ BEGIN NULL; END $$").has_value();
        keep_own_limits(session);
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        if (auto why = begin_cursor(session, sql, limits.timeout)) return std::move(*why);
        Result<std::vector<OdbcColumn>> columns = describe_cursor(session);
        if (!columns) return columns.error();
        const std::string readable = postgres_dates_as_text(sql, columns.value());
        if (!readable.empty()) {
            session.execute_or_throw("CLOSE askdb");
            if (auto why = open_cursor(session, readable)) return std::move(*why);
        }
        const OdbcStatementHandle statement = session.new_statement();
        OdbcReader reader(session, statement.get(), limits, std::move(columns).value());
        for (bool ended = false; !ended && !reader.is_full();) {
            const std::size_t count = rows_to_fetch(reader, limits);
            const std::size_t before = reader.rows.row_count();
            if (const auto why = fetch(session, statement.get(), count)) {
                return odbc_statement_error(*why);
            }
            if (auto error = reader.read()) return std::move(*error);
            odbc_api().free_stmt(statement.get(), SQL_CLOSE);
            ended = reader.rows.column_count() == 0 || reader.rows.row_count() - before < count;
        }
        return std::move(reader.rows);
    }

    std::optional<Error> check(OdbcSession& session, std::string_view sql) override {
        return begin_cursor(session, sql, Limits{}.timeout);
    }

    Catalog load_catalog(OdbcSession& session) override {
        const auto rows = [&](std::string_view sql) {
            Rows out = catalog_rows(*this, session, sql);
            session.execute_or_throw(postgres_tidy);
            return out;
        };
        return postgres_catalog({.relations = rows(postgres_relations_sql),
                                 .columns = rows(postgres_columns_sql),
                                 .keys = rows(postgres_keys_sql)});
    }

    void end_turn(OdbcSession& session) override { session.end_turn(postgres_tidy); }

  private:
    /// Whoever set a tighter limit for this role meant it.
    void keep_own_limits(OdbcSession& session) {
        constexpr std::chrono::milliseconds longest_lock{10'000};
        std::chrono::milliseconds lock = longest_lock;
        const Result<Rows> own = query(session, postgres_own_limits, Limits{});
        for (std::size_t row = 0; own && row < own.value().row_count(); ++row) {
            const std::chrono::milliseconds limit{
                std::atoll(std::string(own.value().cell(row, 1).text).c_str())};
            if (limit.count() <= 0) continue;
            const bool is_lock = own.value().cell(row, 0).text == "lock_timeout";
            (is_lock ? lock : own_timeout_) = std::min(is_lock ? lock : own_timeout_, limit);
        }
        session.execute(postgres_tidy);
        session.execute(fmt::format("SET lock_timeout = {}", lock.count()));
        session.sent = false;
    }

    std::optional<Error> begin_cursor(OdbcSession& session, std::string_view sql,
                                      std::chrono::milliseconds timeout) {
        const std::chrono::milliseconds limit = std::min(timeout + server_grace, own_timeout_);
        session.execute_or_throw(
            fmt::format("BEGIN READ ONLY;SET LOCAL statement_timeout = {}", limit.count()));
        session.sent = true;
        return open_cursor(session, sql);
    }

    /// Nothing when it is open: neither run nor read yet.
    std::optional<Error> open_cursor(OdbcSession& session, std::string_view sql) {
        const std::string open =
            has_blocks_ ? fmt::format(
                              "DO $$ DECLARE askdb refcursor := 'askdb'; BEGIN OPEN askdb NO "
                              "SCROLL FOR EXECUTE convert_from(decode('{}','hex'),'UTF8'); END $$",
                              hexadecimal(sql))
                        : fmt::format("DECLARE askdb NO SCROLL CURSOR FOR {}\n", sql);
        const auto why = session.execute(open);
        if (!why) return std::nullopt;
        Error error = odbc_statement_error(*why);
        // 42P11: the statement is no query, or more than one.
        if (error.sqlstate == "42P11") error.code = Errc::refused;
        return error;
    }

    /// Its columns, before anything of it is run.
    static Result<std::vector<OdbcColumn>> describe_cursor(OdbcSession& session) {
        const OdbcStatementHandle statement = session.new_statement();
        if (const auto why = fetch(session, statement.get(), 0)) return odbc_statement_error(*why);
        return odbc_columns(statement.get(), session.quirks());
    }

    static std::size_t rows_to_fetch(const OdbcReader& reader, const Limits& limits) {
        const std::size_t room = limits.rows - reader.rows.row_count();
        return std::min(room, reader.good_block(postgres_fetch_rows) - 1) + 1;
    }

    static std::optional<OdbcDiagnosis> fetch(OdbcSession& session, SQLHSTMT statement,
                                              std::size_t count) {
        const std::string sql = fmt::format("FETCH FORWARD {} FROM askdb", count);
        return session.execute_on(statement, sql);
    }

    std::chrono::milliseconds own_timeout_ = std::chrono::hours(24);  ///< The role's.
    bool has_blocks_ = true;
};

}

std::unique_ptr<OdbcServer> make_postgres_server() {
    return std::make_unique<PostgresServer>();
}

}
