#include "libagent/database/odbc/installed_odbc.h"
#include "libagent/database/odbc/mysql_catalog.h"
#include "libagent/database/odbc/mysql_pages.h"
#include "libagent/database/odbc/mysql_session.h"
#include "libagent/database/odbc/mysql_text.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/odbc/own_rows.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <vector>

namespace askdb::database {
namespace {

// Each alone has a way around it (DDL ends a transaction; SET ends the other), both have none that
// the guard lets through.
constexpr std::string_view mysql_walls[] = {"SET SESSION TRANSACTION READ ONLY",
                                            "START TRANSACTION READ ONLY"};
// All pages of one statement see the same rows, whatever the session's usual isolation is.
constexpr std::string_view mysql_snapshot_walls[] = {
    "SET SESSION TRANSACTION READ ONLY", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"};
constexpr std::size_t mysql_page_rows = 5000;
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
        own_ = prepare_mysql_session(session);
        if (is_tls_required(session.route())) require_tls(session);
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        const Result<std::string> text = mysql_statement_text(sql);
        if (!text) return text.error();
        begin(session, limits, mysql_walls);
        session.sent = true;
        return read_rows(session, text.value(), limits);
    }

    /// The driver keeps whole results: so one page after the other, where the table has a key.
    Result<StreamEnd> stream(OdbcSession& session, std::string_view sql, const Limits& limits,
                             RowFeed& feed) override {
        const Result<std::string> text = mysql_statement_text(sql);
        if (!text) return text.error();
        const auto select = mysql_plain_select(text.value());
        const std::vector<MysqlKeyColumn> key =
            select ? key_of(session, *select) : std::vector<MysqlKeyColumn>();
        if (key.empty()) {
            begin(session, limits, mysql_walls);
        } else {
            begin(session, limits, mysql_snapshot_walls);
        }
        session.sent = true;
        const OdbcStatementHandle statement = new_static_statement(session);
        OdbcReader reader(session, statement.get(), {limits, &feed, key.size()});
        auto error = key.empty() ? read_whole(session, statement.get(), text.value(), reader)
                                 : read_pages(session, statement.get(), {*select, key}, reader);
        reader.pass_on();
        if (error) return std::move(*error);
        return reader.stream_end();
    }

    std::optional<Error> check(OdbcSession& session, std::string_view sql) override {
        const Result<std::string> text = mysql_statement_text(sql);
        if (!text) return text.error();
        begin(session, Limits{}, mysql_walls);
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

    std::optional<CatalogStamp> catalog_stamp(OdbcSession& session, const CatalogStamp*) override {
        const Rows rows = catalog_rows(*this, session, mysql_stamp_sql);
        session.execute_or_throw(mysql_tidy);
        if (rows.row_count() != 1) return std::nullopt;
        return CatalogStamp{.schema = std::string(rows.cell(0, 0).text), .is_exact = false};
    }

    void end_turn(OdbcSession& session) override { session.end_turn(mysql_tidy); }

  private:
    struct Pages {
        const MysqlPlainSelect& select;
        const std::vector<MysqlKeyColumn>& key;
    };

    static std::vector<MysqlKeyColumn> key_of(OdbcSession& session,
                                              const MysqlPlainSelect& select) {
        constexpr std::size_t most_key_columns = 64;
        const Result<Rows> rows = own_rows(session, mysql_key_sql(select), most_key_columns);
        return rows ? mysql_key(rows.value()) : std::vector<MysqlKeyColumn>();
    }

    static OdbcStatementHandle new_static_statement(OdbcSession& session) {
        OdbcStatementHandle statement = session.new_statement();
        // Only such a cursor goes back to a block with a long value.
        set_mysql_attribute(statement.get(), SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC);
        return statement;
    }

    static std::optional<Error> read_whole(OdbcSession& session, SQLHSTMT statement,
                                           std::string_view sql, OdbcReader& reader) {
        const auto why = session.execute_on(statement, sql);
        if (why) return odbc_statement_error(*why);
        auto error = reader.read();
        // What the driver takes for no rows may still wait for the next statement.
        if (!error && reader.rows.columns.empty()) session.mark_lost();
        return error;
    }

    static Error unreadable_key(const Pages& pages, std::size_t column) {
        return {Errc::bad_input,
                fmt::format("the driver cannot read the value of '{}' by which the "
                            "next rows would be found",
                            pages.key[column].name)};
    }

    static std::optional<Error> read_pages(OdbcSession& session, SQLHSTMT statement,
                                           const Pages& pages, OdbcReader& reader) {
        for (bool ended = false; !ended && !reader.is_full();) {
            const std::size_t count = reader.rows_to_ask(mysql_page_rows);
            const std::size_t before = reader.row_count();
            const std::string sql =
                mysql_page_sql(pages.select, pages.key, reader.last_hidden(), count);
            if (auto error = read_whole(session, statement, sql, reader)) return error;
            odbc_api().free_stmt(statement, SQL_CLOSE);
            ended = reader.row_count() - before < count;
            for (std::size_t i = 0; !ended && i < reader.last_hidden().cell_count(); ++i) {
                // A date that is none, which the driver has no word for: the rest is out of reach.
                if (reader.last_hidden().cell(0, i).is_null()) return unreadable_key(pages, i);
            }
        }
        return std::nullopt;
    }

    void begin(OdbcSession& session, const Limits& limits,
               std::span<const std::string_view> walls) {
        const std::uint64_t rows = limits.rows;
        const std::uint64_t wanted = rows + 1 == 0 ? rows : rows + 1;
        // A statement that was let through may have changed them: so every time.
        session.execute_or_throw(fmt::format("{}, {}, sql_select_limit = {}", mysql_mode_sql,
                                             mysql_statement_limit(limits.timeout, own_), wanted));
        for (const std::string_view wall : walls) session.execute_or_throw(wall);
    }

    /// Measured with 3.1.15: told to force TLS, the driver goes on without it when the server has
    /// none.
    static void require_tls(OdbcSession& session) {
        const Rows rows =
            own_rows(session, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", 1).value_or_throw();
        if (rows.row_count() == 1 && !rows.cell(0, 1).text.empty()) return;
        throw Failure(
            Error{Errc::unavailable, "cannot connect to '" + session.route().name +
                                         "': TLS was required, and the server does not offer it"});
    }

    static Result<Rows> read_rows(OdbcSession& session, std::string_view sql,
                                  const Limits& limits) {
        const OdbcStatementHandle statement = new_static_statement(session);
        OdbcReader reader(session, statement.get(), limits);
        if (auto error = read_whole(session, statement.get(), sql, reader)) return *error;
        return std::move(reader.rows);
    }

    MysqlSession own_;
};

}

std::unique_ptr<OdbcServer> make_mysql_server() {
    return std::make_unique<MysqlServer>();
}

}
