#include "libagent/database/odbc/odbc_writer.h"

#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/own_rows.h"

#include <cstdint>
#include <optional>

namespace askdb::database {

std::unique_ptr<OdbcWriter> make_odbc_writer(ServerKind kind) {
    switch (kind) {
        case ServerKind::postgres: return make_postgres_writer();
        case ServerKind::mysql: return make_mysql_writer();
        case ServerKind::generic: break;
    }
    return make_generic_writer();
}

Result<Written> run_written(OdbcSession& session, std::string_view sql, const Limits& limits) {
    const OdbcStatementHandle statement = session.new_statement();
    if (auto error = execute_readable(session, statement.get(), sql)) return std::move(*error);
    SQLSMALLINT columns = 0;
    odbc_api().num_result_cols(statement.get(), &columns);
    Written written;
    if (columns == 0) {
        SQLLEN rows = -1;
        odbc_api().row_count(statement.get(), &rows);
        if (rows >= 0) written.affected = static_cast<std::uint64_t>(rows);
        return written;
    }
    OdbcReader reader(session, statement.get(), limits);
    if (auto error = reader.read()) return std::move(*error);
    written.rows = std::move(reader.rows);
    if (!written.rows.truncated) written.affected = written.rows.row_count();
    return written;
}

std::string one_written_value(OdbcSession& session, std::string_view sql) {
    const Rows rows = own_rows(session, sql, 1).value_or_throw();
    return std::string(rows.row_count() == 0 ? "" : rows.cell(0, 0).text);
}

}
