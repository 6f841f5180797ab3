#include "libagent/database/sqlite/sqlite_rows.h"

#include "libagent/database/sqlite/sqlite_values.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

/// Beside the text, a cell takes 8 bytes of ours: rows of many NULLs are bounded by this.
constexpr std::size_t max_result_cells = 16u << 20;

std::size_t sqlite_row_bytes(sqlite3_stmt* statement, int columns) {
    std::size_t bytes = 0;
    for (int i = 0; i < columns; ++i) {
        const int type = sqlite3_column_type(statement, i);
        if (type != SQLITE_TEXT && type != SQLITE_BLOB) continue;
        bytes += static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
    }
    return bytes;
}

/// Reads the rows of one statement until they end or a limit is met.
class SqliteReader {
  public:
    SqliteReader(SqliteHandle& handle, sqlite3_stmt* statement, const Limits& limits)
        : handle_(handle), statement_(statement), limits_(limits) {
        rows.columns = sqlite_columns(statement);
        for (const ResultColumn& column : rows.columns) declared_.push_back(column.kind);
    }

    std::optional<Error> read() {
        int code = SQLITE_OK;
        while ((code = sqlite3_step(statement_)) == SQLITE_ROW) {
            const bool full = rows.row_count() == limits_.rows ||
                              rows.cell_count() + rows.column_count() > max_result_cells;
            const std::size_t bytes = full ? 0 : append_row();
            if (out_of_memory_) return handle_.error(SQLITE_NOMEM);
            if (bytes > limits_.bytes && rows.row_count() == 0) {
                return sqlite_row_too_large(limits_);
            }
            if (full || bytes > limits_.bytes) {
                rows.truncated = true;
                return std::nullopt;
            }
        }
        if (code != SQLITE_DONE) return handle_.error(code);
        return std::nullopt;
    }

    Rows rows;

  private:
    /// The bytes of text with this row; it is kept only when they are within the limit.
    std::size_t append_row() {
        // Long values are counted before they are copied.
        const int columns = static_cast<int>(rows.column_count());
        std::size_t bytes = rows.text_bytes() + sqlite_row_bytes(statement_, columns);
        if (bytes > limits_.bytes) return bytes;
        for (int i = 0; i < columns && !out_of_memory_; ++i) {
            const Kind declared = declared_[static_cast<std::size_t>(i)];
            out_of_memory_ = !append_sqlite_value(rows, statement_, i, declared);
        }
        bytes = rows.text_bytes();
        if (bytes > limits_.bytes) rows.drop_last(rows.column_count());
        return bytes;
    }

    SqliteHandle& handle_;
    sqlite3_stmt* statement_;
    const Limits& limits_;
    std::vector<Kind> declared_;
    bool out_of_memory_ = false;
};

}

Result<SqliteStatement> compile_sqlite_reading(SqliteHandle& handle, std::string_view sql) {
    Result<SqliteStatement> compiled = handle.compile(sql);
    if (!compiled) return compiled;
    sqlite3_stmt* const statement = compiled.value().get();
    if (!statement) return Error{Errc::bad_input, "the statement is empty"};
    if (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0) {
        return Error{Errc::refused, "the statement is not allowed: askdb only reads"};
    }
    if (sqlite3_bind_parameter_count(statement) > 0) {
        return Error{Errc::bad_input,
                     "the statement has a parameter such as '?' or ':name', but "
                     "there is no value for it"};
    }
    return compiled;
}

std::vector<ResultColumn> sqlite_columns(sqlite3_stmt* statement) {
    std::vector<ResultColumn> columns;
    const int count = sqlite3_column_count(statement);
    columns.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const char* name = sqlite3_column_name(statement, i);
        const char* type = sqlite3_column_decltype(statement, i);
        columns.push_back(
            {name ? name : "", type ? type : "", type ? sqlite_declared_kind(type) : Kind::null});
    }
    return columns;
}

Error sqlite_row_too_large(const Limits& limits) {
    return {Errc::limit,
            fmt::format("one row alone is larger than the limit of {} bytes", limits.bytes)};
}

Result<Rows> query_sqlite(SqliteHandle& handle, std::string_view sql, const Limits& limits) {
    const auto began = std::chrono::steady_clock::now();
    Result<SqliteStatement> statement = compile_sqlite_reading(handle, sql);
    if (!statement) return statement.error();
    Result<Rows> rows = read_sqlite_rows(handle, statement.value().get(), limits);
    if (!rows) return rows;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    rows.value().milliseconds = took.count();
    return rows;
}

Result<Rows> read_sqlite_rows(SqliteHandle& handle, sqlite3_stmt* statement, const Limits& limits) {
    SqliteReader reader(handle, statement, limits);
    if (const std::optional<Error> error = reader.read()) return *error;
    reader.rows.settle_kinds();
    return std::move(reader.rows);
}

std::optional<Error> check_sqlite(SqliteHandle& handle, std::string_view sql) {
    const Result<SqliteStatement> statement = compile_sqlite_reading(handle, sql);
    if (statement) return std::nullopt;
    return statement.error();
}

Result<Rows> query_sqlite(SqliteLane& lane, std::string_view sql, const Limits& limits,
                          const std::stop_token& stop) {
    auto rows = lane.run([text = std::string(sql), limits](
                             SqliteHandle& handle) { return query_sqlite(handle, text, limits); },
                         limits.timeout, stop);
    if (!rows) return statement_timeout(limits.timeout);
    return std::move(*rows);
}

}
