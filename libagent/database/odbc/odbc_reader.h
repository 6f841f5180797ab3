#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_columns.h"
#include "libagent/database/odbc/odbc_session.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace askdb::database {

/// Rows of one block and how much of a result is read at once.
inline constexpr std::size_t odbc_block_bytes = 4u << 20;
inline constexpr std::size_t odbc_block_rows = 1000;

/// Reads what an executed statement gives into Rows: in bound blocks where the driver is known to
/// survive it, values whole whatever their length, until the rows end or a limit is met. The
/// statement may be executed again and read on (a cursor's next rows): its columns must stay.
class OdbcReader {
  public:
    /// `limits` must outlive it. The driver is asked for the columns when none are given; those
    /// that are given say how its bytes are read, whatever it calls them.
    OdbcReader(OdbcSession& session, SQLHSTMT statement, const Limits& limits,
               std::vector<OdbcColumn> columns = {});
    ~OdbcReader();
    OdbcReader(const OdbcReader&) = delete;
    OdbcReader& operator=(const OdbcReader&) = delete;

    /// Reads to the end of the statement's rows, or until full(). Throws Stopped when interrupted,
    /// Failure(unavailable) when the connection is lost.
    std::optional<Error> read();

    /// A limit is met and more was there: Rows::truncated is set.
    bool is_full() const { return rows.truncated; }
    /// Rows that the driver should give at once, by the width of what came so far.
    std::size_t good_block(std::size_t most) const;

    Rows rows;

  private:
    struct Buffer {
        std::vector<char> bytes;
        std::vector<SQLLEN> lengths;
    };

    void describe();
    void bind();
    void unbind();
    std::optional<Error> read_block(bool& ended);
    std::optional<Error> read_row(bool& ended);
    std::optional<Error> read_again_by_row();
    bool has_long_value(std::size_t row) const;
    std::optional<Error> append_block_row(std::size_t row);
    std::optional<Error> append_long_value(std::size_t row, std::size_t column);
    std::optional<Error> append_row_piecewise();
    std::optional<Error> append_piecewise(std::size_t column);
    bool has_room();
    std::optional<Error> close_row();
    std::optional<Error> too_large(std::size_t cells);
    void set_attribute(SQLINTEGER attribute, std::size_t value);

    OdbcSession& session_;
    SQLHSTMT statement_;
    const Limits& limits_;
    std::vector<OdbcColumn> columns_;
    std::vector<Buffer> buffers_;
    std::size_t block_ = 1;
    SQLULEN fetched_ = 0;
    std::size_t fetched_before_ = 0;  ///< Rows of earlier blocks of this statement.
    bool by_row_ = false;
    bool overflow_ = false;
};

}
