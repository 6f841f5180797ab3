#include "libagent/database/odbc/own_rows.h"

#include "libagent/database/odbc/odbc_reader.h"

#include <charconv>
#include <cstdint>

namespace askdb::database {

std::optional<Error> execute_readable(OdbcSession& session, SQLHSTMT statement,
                                      std::string_view sql) {
    // Only such a cursor goes back to a block with a long value, where a driver needs that.
    odbc_api().set_stmt_attr(statement, SQL_ATTR_CURSOR_TYPE,
                             reinterpret_cast<SQLPOINTER>(std::uintptr_t{SQL_CURSOR_STATIC}), 0);
    if (const auto why = session.execute_on(statement, sql)) return odbc_statement_error(*why);
    return std::nullopt;
}

Result<Rows> own_rows(OdbcSession& session, std::string_view sql, std::size_t most) {
    const OdbcStatementHandle statement = session.new_statement();
    if (auto error = execute_readable(session, statement.get(), sql)) return std::move(*error);
    return rows_of_statement(session, statement.get(), most);
}

Result<Rows> rows_of_statement(OdbcSession& session, SQLHSTMT statement, std::size_t most) {
    const Limits limits{.rows = most};
    OdbcReader reader(session, statement, limits);
    if (auto error = reader.read()) return std::move(*error);
    return std::move(reader.rows);
}

std::optional<double> leading_number(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

}
