#include "libagent/results/writers/table_cells.h"

#include "libagent/base/text.h"
#include "libagent/results/writers/hex.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace askdb::results {
namespace {

using database::Kind;

bool must_stay_whole(Kind kind) {
    return kind != Kind::text && kind != Kind::bytes && kind != Kind::null;
}

}

TableCells::TableCells(const database::Rows& rows, const WriteOptions& options)
    : rows_(rows), null_text_(visible(options.null_text)), row_count_(rows.row_count()) {
    if (options.max_rows > 0) row_count_ = std::min(row_count_, options.max_rows);
    measure();
}

void TableCells::measure() {
    const std::size_t null_width = display_width(null_text_);
    for (const database::ResultColumn& column : rows_.columns) {
        headers_.push_back(visible(column.name));
        header_widths_.push_back(display_width(headers_.back()));
    }
    content_.resize(headers_.size());
    rigid_.resize(headers_.size());
    widths_.reserve(row_count_ * headers_.size());
    for (std::size_t row = 0; row < row_count_; ++row) {
        for (std::size_t column = 0; column < headers_.size(); ++column) {
            const database::Cell cell = rows_.cell(row, column);
            const std::size_t width = cell.is_null() ? null_width
                                      : cell.kind == Kind::bytes
                                          ? hex_width(cell.text.size())
                                          : display_width(visible(cell.text));
            widths_.push_back(static_cast<std::uint32_t>(
                std::min<std::size_t>(width, std::numeric_limits<std::uint32_t>::max())));
            content_[column] = std::max(content_[column], width);
            if (must_stay_whole(cell.kind)) rigid_[column] = std::max(rigid_[column], width);
        }
    }
}

bool TableCells::is_null(std::size_t row, std::size_t column) const {
    return rows_.cell(row, column).is_null();
}

bool TableCells::is_right_aligned(std::size_t column) const {
    return database::is_number(rows_.columns[column].kind);
}

std::size_t TableCells::width(std::size_t row, std::size_t column) const {
    return widths_[row * headers_.size() + column];
}

bool TableCells::is_rigid(std::size_t row, std::size_t column) const {
    return must_stay_whole(rows_.cell(row, column).kind);
}

std::string TableCells::text(std::size_t row, std::size_t column, std::size_t max_width) const {
    const database::Cell cell = rows_.cell(row, column);
    if (cell.is_null()) return null_text_;
    if (cell.kind == Kind::bytes) return hex_text(cell.text, max_width + 1);
    return visible(cell.text);
}

std::string TableCells::footer() const {
    const std::size_t all = rows_.row_count();
    if (row_count_ < all && rows_.truncated) {
        return fmt::format("({} of the first {} rows shown; more were there)",
                           with_thousands(row_count_), with_thousands(all));
    }
    if (row_count_ < all) {
        return fmt::format("({} of {} rows shown)", with_thousands(row_count_),
                           with_thousands(all));
    }
    const std::string count = all == 1 ? "1 row" : with_thousands(all) + " rows";
    return rows_.truncated ? fmt::format("(first {}; more were there)", count)
                           : fmt::format("({})", count);
}

std::string fitted_text(std::string text, std::size_t width, std::size_t max_width) {
    if (width <= max_width) return text;
    if (max_width == 0) return {};
    return std::string(display_prefix(text, max_width - 1)) + "…";
}

}
