#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// What a value is. Numbers travel as exact text (`decimal` may have any number of digits), dates
/// as ISO 8601, bytes as they are.
enum class Kind : std::uint8_t {
    null,
    boolean,  ///< Text "true" or "false".
    integer,
    decimal,
    real,  ///< Shortest text that reads back to the same double; "Infinity", "-Infinity", "NaN".
    text,
    bytes,
    date,
    time,
    timestamp,
};

bool is_number(Kind kind);

struct ResultColumn {
    std::string name = {};
    std::string declared_type = {};  ///< As the database calls it; empty when it has none.
    Kind kind = Kind::null;  ///< What the values of this column are; see Rows::settle_kinds().
};

/// One value of a result. `text` is valid as long as its Rows is neither changed nor destroyed.
struct Cell {
    Kind kind = Kind::null;
    std::string_view text;

    bool is_null() const { return kind == Kind::null; }
};

/// A table of values, compact: 8 bytes a cell beside its text. Text need not be valid UTF-8 and may
/// hold NUL: it is what the database gave.
class Rows {
  public:
    std::vector<ResultColumn> columns;
    bool truncated = false;  ///< More rows were there than the limits let in.
    double milliseconds = 0;

    /// Appends the next cell, row by row. A kind of null ignores `text`.
    void append(Kind kind, std::string_view text) {
        if (kind != Kind::null) text_.append(text);
        ends_.push_back(std::uint64_t{static_cast<std::uint8_t>(kind)} << kind_shift |
                        text_.size());
    }
    /// Appends all rows of `other`, which has the same number of columns.
    void append_rows(const Rows& other);
    /// Drops the last `count` cells: an unfinished row.
    void drop_last(std::size_t count);
    /// Drops all rows; the columns and the memory stay, ready for the next rows.
    void clear();

    std::size_t row_count() const;
    std::size_t column_count() const { return columns.size(); }
    std::size_t cell_count() const { return ends_.size(); }
    std::size_t text_bytes() const { return text_.size(); }
    /// What the values really take: their text and 8 bytes a cell, room to grow included.
    std::size_t memory_bytes() const {
        return text_.capacity() + ends_.capacity() * sizeof(std::uint64_t);
    }
    Cell cell(std::size_t row, std::size_t column) const;

    /// Sets each column's kind from its cells: the one kind they share (integer with real gives
    /// real, with decimal gives decimal), else text; a column without values keeps what it had.
    void settle_kinds();

  private:
    static constexpr int kind_shift = 56;
    static constexpr std::uint64_t end_mask = (std::uint64_t{1} << kind_shift) - 1;

    std::string text_;
    std::vector<std::uint64_t>
        ends_;  ///< Top 8 bits the kind, the rest where the cell's text ends.
};

}
