#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_writer.h"
#include "libagent/database/odbc/postgres_cursor.h"
#include "libagent/database/odbc/postgres_session.h"

#include <fmt/format.h>

#include <charconv>

namespace askdb::database {
namespace {

/// PostgreSQL behind psqlodbc. The statement reaches the server as a value, which PL/pgSQL
/// executes: the driver, which would cut a text at semicolons and replace `?`, never sees it as
/// SQL, and the server takes no transaction statement in it. What it did is told by a setting that
/// lives as long as the transaction; a rollback that the driver sends on its own after an error, or
/// a new connection, takes it away.
class PostgresWriter : public OdbcWriter {
  public:
    void prepare(OdbcSession& session) override {
        session.execute_or_throw("SET standard_conforming_strings = on");
        own_ = prepare_postgres_session(session);
    }

    std::string no_way_back(OdbcSession&, const WriteSummary&) override { return {}; }

    Result<Written> run(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        const Result<WriteSummary> summary = summarize_write(sql, *find_dialect("postgres"));
        if (!summary) return summary.error();
        session.execute_or_throw(fmt::format(
            "BEGIN READ WRITE;SET LOCAL statement_timeout = {};SET LOCAL lock_timeout = {};"
            "SET LOCAL idle_in_transaction_session_timeout = '{}s'",
            postgres_statement_limit(limits.timeout, own_).count(), own_.lock.count(),
            longest_undecided.count()));
        session.sent = true;
        Written written;
        if (summary.value().returns_rows) {
            Result<Rows> rows = run_cursor(session, sql, limits);
            if (!rows) return rows.error();
            written.rows = std::move(rows).value();
        } else if (auto error = run_block(session, sql)) {
            return std::move(*error);
        }
        // What is only checked at the end shall fail before anybody is asked.
        if (const auto why = session.execute("SET CONSTRAINTS ALL IMMEDIATE")) {
            return odbc_statement_error(*why);
        }
        shown_ = one_written_value(session, shown_sql);
        std::uint64_t left = 0;
        const auto read = std::from_chars(shown_.data(), shown_.data() + shown_.size(), left);
        if (read.ec != std::errc{}) {
            return Error{Errc::unavailable, "the transaction was lost before it could be shown"};
        }
        // The row that told of the limit was fetched, too; how many more were when a row was too
        // long is not known.
        const std::uint64_t kept = written.rows.row_count();
        const bool is_cut = written.rows.truncated;
        if (!is_cut || kept == limits.rows) written.affected = kept + (is_cut ? 1 : 0) + left;
        return written;
    }

    Result<Written> run_at_once(OdbcSession&, std::string_view, const Limits&) override {
        return Error{Errc::refused, "the statement cannot run inside a transaction"};
    }

    bool is_open(OdbcSession& session) override {
        return !shown_.empty() && one_written_value(session, shown_sql) == shown_;
    }

    std::optional<Error> commit(OdbcSession& session) override {
        const auto why = session.execute("COMMIT");
        return why ? std::optional(odbc_statement_error(*why)) : std::nullopt;
    }

    void roll_back(OdbcSession& session) override {
        shown_.clear();
        session.end_turn("ROLLBACK");
    }

  private:
    static constexpr std::string_view shown_sql = "SELECT current_setting('askdb.rows', true)";

    static std::optional<Error> run_block(OdbcSession& session, std::string_view sql) {
        const auto why = session.execute(
            fmt::format("DO $$ DECLARE askdb_rows bigint; BEGIN EXECUTE {}; "
                        "GET DIAGNOSTICS askdb_rows = ROW_COUNT; "
                        "PERFORM set_config('askdb.rows', askdb_rows::text, true); END $$",
                        postgres_text(sql)));
        return why ? std::optional(odbc_statement_error(*why)) : std::nullopt;
    }

    /// Reads within the limits, and lets the statement run to its end in any case.
    static Result<Rows> run_cursor(OdbcSession& session, std::string_view sql,
                                   const Limits& limits) {
        if (auto error = open_postgres_cursor(session, postgres_cursor_block(sql))) {
            return std::move(*error);
        }
        const OdbcStatementHandle statement = session.new_statement();
        OdbcReader reader(session, statement.get(), limits);
        if (auto error = read_postgres_cursor(session, statement.get(), reader)) {
            return std::move(*error);
        }
        const auto why = session.execute(
            fmt::format("DO $$ DECLARE askdb refcursor := '{}'; askdb_rows bigint; BEGIN "
                        "MOVE FORWARD ALL IN askdb; GET DIAGNOSTICS askdb_rows = ROW_COUNT; "
                        "PERFORM set_config('askdb.rows', askdb_rows::text, true); END $$",
                        postgres_cursor));
        if (why) return odbc_statement_error(*why);
        return std::move(reader.rows);
    }

    PostgresOwnLimits own_;
    std::string shown_;  ///< What the transaction says that it did.
};

}

std::unique_ptr<OdbcWriter> make_postgres_writer() {
    return std::make_unique<PostgresWriter>();
}

}
