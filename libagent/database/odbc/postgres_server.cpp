#include "libagent/database/odbc/generic_catalog.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/odbc/own_rows.h"
#include "libagent/database/odbc/postgres_catalog.h"
#include "libagent/database/odbc/postgres_cursor.h"
#include "libagent/database/odbc/postgres_dates.h"
#include "libagent/database/odbc/postgres_session.h"

#include <fmt/format.h>

namespace askdb::database {
namespace {

// Rows of catalogs are short, and each FETCH is a round trip.
constexpr std::size_t postgres_catalog_fetch_rows = 4096;
// With standard_conforming_strings the guard and the server agree on where a literal ends.
constexpr std::string_view postgres_walls =
    "SET default_transaction_read_only = on;SET standard_conforming_strings = on";
constexpr std::string_view postgres_tidy = "ROLLBACK";

/// PostgreSQL behind psqlodbc. A statement runs in a read-only transaction of its own, as a cursor
/// that is opened by `OPEN … FOR EXECUTE` with the statement as a value: the server itself then
/// takes exactly one statement, and only one that gives rows, while the driver, which would cut a
/// text at semicolons, replace `?` and translate `{fn …}`, never sees it as SQL.
class PostgresServer : public OdbcServer {
  public:
    void prepare(OdbcSession& session) override {
        if (const auto why = session.execute(postgres_walls)) {
            // Redshift knows neither; its texts are always read the standard way, and the
            // transaction of each statement is read-only all the same.
            const Result<Rows> version = own_rows(session, "SELECT version()", 1);
            const bool is_redshift =
                version && version.value().row_count() == 1 &&
                version.value().cell(0, 0).text.find("Redshift") != std::string_view::npos;
            if (!is_redshift) throw Failure(odbc_statement_error(*why));
        }
        own_ = prepare_postgres_session(session);
        has_blocks_ = !session.execute("DO $$ BEGIN NULL; END $$").has_value();
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        Result<std::vector<OdbcColumn>> columns = open_readable(session, sql, limits.timeout);
        if (!columns) return columns.error();
        const OdbcStatementHandle statement = session.new_statement();
        OdbcReader reader(session, statement.get(), limits, std::move(columns).value());
        if (auto error = read_postgres_cursor(session, statement.get(), reader))
            return std::move(*error);
        return std::move(reader.rows);
    }

    Result<StreamEnd> stream(OdbcSession& session, std::string_view sql, const Limits& limits,
                             RowFeed& feed) override {
        Result<std::vector<OdbcColumn>> columns = open_readable(session, sql, limits.timeout);
        if (!columns) return columns.error();
        const OdbcStatementHandle statement = session.new_statement();
        OdbcReader reader(session, statement.get(), {limits, &feed}, std::move(columns).value());
        auto error = read_postgres_cursor(session, statement.get(), reader);
        reader.pass_on();
        if (error) return std::move(*error);
        return reader.stream_end();
    }

    std::optional<Error> check(OdbcSession& session, std::string_view sql) override {
        return begin_cursor(session, sql, Limits{}.timeout);
    }

    Catalog load_catalog(OdbcSession& session) override {
        try {
            return own_catalog(session);
        } catch (const Failure& failure) {
            // A relative of PostgreSQL, with other tables about itself: ODBC's own functions then.
            if (failure.error().code != Errc::bad_input) throw;
            session.execute_or_throw(postgres_tidy);
        }
        const Result<Rows> schema = own_rows(session, "SELECT current_schema()", 1);
        const bool is_known = schema && schema.value().row_count() == 1;
        return generic_catalog(session, is_known ? schema.value().cell(0, 0).text : "");
    }

    std::optional<CatalogStamp> catalog_stamp(OdbcSession& session,
                                              const CatalogStamp* known) override {
        enum { onlooker, moment, estimates };
        const auto now = one_row(session, postgres_moment_sql);
        if (!now) return std::nullopt;  // A relative's.
        const std::string_view count = now->cell(0, moment).text;
        CatalogStamp stamp{.contents = std::string(now->cell(0, estimates).text)};
        const std::string who(now->cell(0, onlooker).text);
        if (!count.empty()) stamp.moment = fmt::format("{} {}", who, count);
        if (known != nullptr && !stamp.moment.empty() && known->moment == stamp.moment) {
            stamp.schema = known->schema;
            return stamp;
        }
        // Of a moment later, perhaps: that of `stamp.moment` will not be again then.
        const auto all = one_row(session, postgres_stamp_sql);
        if (!all) return std::nullopt;
        stamp.schema = fmt::format("{} {}", who, all->cell(0, 0).text);
        return stamp;
    }

    Catalog load_row_estimates(OdbcSession& session) override {
        return postgres_catalog(
            {.relations = cursor_rows(session, postgres_relations_sql), .columns = {}, .keys = {}});
    }

    std::vector<TableSample> sample_values(OdbcSession& session) override {
        return postgres_samples(cursor_rows(session, postgres_samples_sql));
    }

    void end_turn(OdbcSession& session) override { session.end_turn(postgres_tidy); }

  private:
    Catalog own_catalog(OdbcSession& session) {
        return postgres_catalog({.relations = cursor_rows(session, postgres_relations_sql),
                                 .columns = cursor_rows(session, postgres_columns_sql),
                                 .keys = cursor_rows(session, postgres_keys_sql)});
    }

    Rows cursor_rows(OdbcSession& session, std::string_view sql) {
        Rows rows = catalog_cursor(session, sql).value_or_throw();
        session.execute_or_throw(postgres_tidy);
        return rows;
    }

    /// Nothing when the server knows no such statement.
    std::optional<Rows> one_row(OdbcSession& session, std::string_view sql) {
        Result<Rows> rows = catalog_cursor(session, sql);
        session.execute_or_throw(postgres_tidy);
        if (!rows || rows.value().row_count() != 1) return std::nullopt;
        return std::move(rows).value();
    }

    /// For statements of ours, which may be sent again. Compiling one takes the server longer than
    /// running it.
    Result<Rows> catalog_cursor(OdbcSession& session, std::string_view sql) {
        const Limits limits = catalog_limits();
        begin(session, limits.timeout);
        if (own_.has_jit) session.execute_or_throw("SET LOCAL jit = off");
        if (auto why = open_cursor(session, sql)) return std::move(*why);
        const OdbcStatementHandle statement = session.new_statement();
        OdbcReader reader(session, statement.get(), limits);
        if (auto error =
                read_postgres_cursor(session, statement.get(), reader, postgres_catalog_fetch_rows))
            return std::move(*error);
        return std::move(reader.rows);
    }

    /// Opens the cursor, so that dates come as text where the driver would change them.
    Result<std::vector<OdbcColumn>> open_readable(OdbcSession& session, std::string_view sql,
                                                  std::chrono::milliseconds timeout) {
        if (auto why = begin_cursor(session, sql, timeout)) return std::move(*why);
        Result<std::vector<OdbcColumn>> columns = describe_cursor(session);
        if (!columns) return columns;
        const std::string readable = postgres_dates_as_text(sql, columns.value());
        if (readable.empty()) return columns;
        session.execute_or_throw(fmt::format("CLOSE {}", postgres_cursor));
        if (auto why = open_cursor(session, readable)) return std::move(*why);
        return columns;
    }

    std::optional<Error> begin_cursor(OdbcSession& session, std::string_view sql,
                                      std::chrono::milliseconds timeout) {
        begin(session, timeout);
        session.sent = true;
        return open_cursor(session, sql);
    }

    void begin(OdbcSession& session, std::chrono::milliseconds timeout) {
        const std::chrono::milliseconds limit = postgres_statement_limit(timeout, own_);
        session.execute_or_throw(
            fmt::format("BEGIN READ ONLY;SET LOCAL statement_timeout = {}", limit.count()));
    }

    std::optional<Error> open_cursor(OdbcSession& session, std::string_view sql) {
        return open_postgres_cursor(
            session, has_blocks_ ? postgres_cursor_block(sql)
                                 : fmt::format("DECLARE {} CURSOR FOR {}\n", postgres_cursor, sql));
    }

    /// Its columns, before anything of it is run.
    static Result<std::vector<OdbcColumn>> describe_cursor(OdbcSession& session) {
        const OdbcStatementHandle statement = session.new_statement();
        if (auto error = fetch_postgres_cursor(session, statement.get(), 0)) {
            return std::move(*error);
        }
        return odbc_columns(statement.get(), session.quirks());
    }

    PostgresOwnLimits own_;
    bool has_blocks_ = true;
};

}

std::unique_ptr<OdbcServer> make_postgres_server() {
    return std::make_unique<PostgresServer>();
}

}
