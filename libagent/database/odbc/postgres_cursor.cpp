#include "libagent/database/odbc/postgres_cursor.h"

#include "libagent/database/odbc/odbc_server.h"

#include <fmt/format.h>

namespace askdb::database {

std::string postgres_text(std::string_view text) {
    return fmt::format("convert_from(decode('{}','hex'),'UTF8')", hexadecimal(text));
}

std::string postgres_cursor_block(std::string_view sql) {
    return fmt::format(
        "DO $$ DECLARE askdb refcursor := '{}'; BEGIN OPEN askdb NO SCROLL FOR EXECUTE {}; END $$",
        postgres_cursor, postgres_text(sql));
}

std::optional<Error> open_postgres_cursor(OdbcSession& session, std::string_view opening_sql) {
    const auto why = session.execute(opening_sql);
    if (!why) return std::nullopt;
    Error error = odbc_statement_error(*why);
    // 42P11: the statement is no query, or more than one.
    if (error.sqlstate == "42P11") error.code = Errc::refused;
    return error;
}

std::optional<Error> fetch_postgres_cursor(OdbcSession& session, SQLHSTMT statement,
                                           std::size_t count) {
    const auto why = session.execute_on(
        statement, fmt::format("FETCH FORWARD {} FROM {}", count, postgres_cursor));
    if (why) return odbc_statement_error(*why);
    return std::nullopt;
}

std::optional<Error> read_postgres_cursor(OdbcSession& session, SQLHSTMT statement,
                                          OdbcReader& reader, std::size_t most) {
    for (bool ended = false; !ended && !reader.is_full();) {
        const std::size_t count = reader.rows_to_ask(most);
        const std::size_t before = reader.row_count();
        if (auto error = fetch_postgres_cursor(session, statement, count)) return error;
        if (auto error = reader.read()) return error;
        odbc_api().free_stmt(statement, SQL_CLOSE);
        ended = reader.rows.column_count() == 0 || reader.row_count() - before < count;
    }
    return std::nullopt;
}

}
