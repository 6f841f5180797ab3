#pragma once

#include "libagent/results/writer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace askdb::results {

/// The part of a result that a table shows, as a person sees it: controls and line ends visible,
/// bytes as hex. Each cell is measured once. Borrows both arguments.
class TableCells {
  public:
    TableCells(const database::Rows& rows, const WriteOptions& options);

    std::size_t row_count() const { return row_count_; }
    std::size_t column_count() const { return headers_.size(); }
    const std::string& header(std::size_t column) const { return headers_[column]; }
    bool is_null(std::size_t row, std::size_t column) const;
    bool is_right_aligned(std::size_t column) const;

    /// Terminal columns of one cell, of a whole column with its header, and of the widest cell in
    /// it that must not be cut.
    std::size_t width(std::size_t row, std::size_t column) const;
    std::size_t header_width(std::size_t column) const { return header_widths_[column]; }
    std::size_t content_width(std::size_t column) const { return content_[column]; }
    std::size_t rigid_width(std::size_t column) const { return rigid_[column]; }

    /// Numbers, dates and truth values: half of one would be another one.
    bool is_rigid(std::size_t row, std::size_t column) const;

    /// The cell's text, or a beginning that is wider than `max_width`.
    std::string text(std::size_t row, std::size_t column, std::size_t max_width) const;

    /// What is said below: how many rows there are, and whether that is all.
    std::string footer() const;

  private:
    void measure();

    const database::Rows& rows_;
    std::string null_text_;
    std::size_t row_count_;
    std::vector<std::string> headers_;
    std::vector<std::size_t> header_widths_, content_, rigid_;  // One a column.
    std::vector<std::uint32_t> widths_;                         // One a cell, row by row.
};

/// `text` cut to `max_width` terminal columns; the last is then `…`.
std::string fitted_text(std::string text, std::size_t width, std::size_t max_width);

}
