#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_columns.h"
#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/row_pipe.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace askdb::database {

/// Rows of one block and how much of a result is read at once.
inline constexpr std::size_t odbc_block_bytes = 4u << 20;
inline constexpr std::size_t odbc_block_rows = 1000;

/// How much is read, and where it goes.
struct OdbcReading {
    // Not explicit: most readings are limits and nothing else.
    OdbcReading(const Limits& most, RowFeed* to = nullptr, std::size_t keys = 0)
        : limits(most), feed(to), hidden(keys) {}

    const Limits& limits;
    /// Takes the rows in blocks, see Connection::stream(); null: they are kept.
    RowFeed* feed;
    /// So many columns at the end are for us alone: OdbcReader::last_hidden().
    std::size_t hidden;
};

/// Reads what an executed statement gives into Rows: in bound blocks where the driver is known to
/// survive it, values whole whatever their length, until the rows end or a limit is met. The
/// statement may be executed again and read on (a cursor's next rows): its columns must stay.
class OdbcReader {
  public:
    /// The limits must outlive it. The driver is asked for the columns when none are given; those
    /// that are given say how its bytes are read, whatever it calls them.
    OdbcReader(OdbcSession& session, SQLHSTMT statement, OdbcReading reading,
               std::vector<OdbcColumn> columns = {});
    ~OdbcReader();
    OdbcReader(const OdbcReader&) = delete;
    OdbcReader& operator=(const OdbcReader&) = delete;

    /// Reads to the end of the statement's rows, or until is_full(). Throws Stopped when
    /// interrupted, Failure(unavailable) when the connection is lost.
    std::optional<Error> read();

    /// A limit is met and more was there: Rows::truncated is set.
    bool is_full() const { return rows.truncated; }
    /// All that were read.
    std::size_t row_count() const { return passed_rows_ + rows.row_count(); }
    /// Rows that the driver should give at once, by the width of what came so far.
    std::size_t good_block(std::size_t most) const;
    /// Likewise, and no more than may still come and one: at most `most`.
    std::size_t rows_to_ask(std::size_t most) const;
    /// The hidden cells of the last row; one row.
    const Rows& last_hidden() const { return hidden_; }

    /// The feed gets what it has not got yet: at the end, also of a reading that failed.
    void pass_on();
    /// How a reading into a feed ended.
    StreamEnd stream_end() const { return {.rows = row_count(), .truncated = is_full()}; }

    Rows rows;  ///< Those that no feed has taken.

  private:
    struct Buffer {
        std::vector<char> bytes;
        std::vector<SQLLEN> lengths;
    };

    Rows& place_of(std::size_t column) { return column < shown_ ? rows : hidden_; }
    std::size_t row_bytes() const { return rows.text_bytes() - row_begin_; }
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
    const OdbcReading reading_;
    std::vector<OdbcColumn> columns_;
    std::size_t shown_ = 0;  ///< The columns before the hidden ones.
    Rows hidden_;
    std::size_t row_begin_ = 0;  ///< Of what Limits::bytes counts, in the text of `rows`.
    std::size_t passed_rows_ = 0;
    std::size_t passed_bytes_ = 0;
    std::vector<Buffer> buffers_;
    std::size_t block_ = 1;
    SQLULEN fetched_ = 0;
    std::size_t fetched_before_ = 0;  ///< Rows of earlier blocks of this statement.
    bool by_row_ = false;
    bool overflow_ = false;
};

}
