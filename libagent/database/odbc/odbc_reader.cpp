#include "libagent/database/odbc/odbc_reader.h"

#include <algorithm>
#include <string>
#include <utility>

namespace askdb::database {
namespace {

/// Beside the text, a cell takes 8 bytes of ours: rows of many NULLs are bounded by this.
constexpr std::size_t most_cells = 16u << 20;
constexpr std::size_t first_piece_bytes = 4u << 10;
constexpr std::size_t largest_piece_bytes = 1u << 20;

}

OdbcReader::OdbcReader(OdbcSession& session, SQLHSTMT statement, OdbcReading reading,
                       std::vector<OdbcColumn> columns)
    : session_(session), statement_(statement), reading_(reading), columns_(std::move(columns)) {}

OdbcReader::~OdbcReader() {
    unbind();
}

void OdbcReader::set_attribute(SQLINTEGER attribute, std::size_t value) {
    odbc_api().set_stmt_attr(statement_, attribute, reinterpret_cast<SQLPOINTER>(value), 0);
}

void OdbcReader::describe() {
    if (columns_.empty()) columns_ = odbc_columns(statement_, session_.quirks());
    shown_ = columns_.size() - std::min(columns_.size(), reading_.hidden);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        place_of(i).columns.push_back(columns_[i].result);
    }
    if (reading_.feed && shown_ > 0) reading_.feed->begin(rows.columns);
    by_row_ = session_.quirks().long_values == LongValuesBy::one_by_one;
    if (!by_row_) bind();
}

void OdbcReader::bind() {
    std::size_t row_width = 0;
    for (const OdbcColumn& column : columns_) row_width += column.width + sizeof(SQLLEN);
    block_ = std::clamp<std::size_t>(odbc_block_bytes / std::max<std::size_t>(1, row_width), 1,
                                     odbc_block_rows);
    buffers_.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        buffers_[i].bytes.resize(columns_[i].width * block_);
        buffers_[i].lengths.resize(block_);
        odbc_api().bind_col(statement_, static_cast<SQLUSMALLINT>(i + 1), columns_[i].c_type,
                            buffers_[i].bytes.data(), static_cast<SQLLEN>(columns_[i].width),
                            buffers_[i].lengths.data());
    }
    set_attribute(SQL_ATTR_ROW_ARRAY_SIZE, block_);
    odbc_api().set_stmt_attr(statement_, SQL_ATTR_ROWS_FETCHED_PTR, &fetched_, 0);
}

void OdbcReader::unbind() {
    if (buffers_.empty()) return;
    odbc_api().free_stmt(statement_, SQL_UNBIND);
    odbc_api().set_stmt_attr(statement_, SQL_ATTR_ROWS_FETCHED_PTR, nullptr, 0);
    set_attribute(SQL_ATTR_ROW_ARRAY_SIZE, 1);
    buffers_.clear();
}

std::size_t OdbcReader::good_block(std::size_t most) const {
    const std::size_t count = row_count();
    // One row first, which may be huge; then more and more, as far as we know how wide they are.
    if (count == 0) return 1;
    constexpr std::size_t step = 16;
    const std::size_t usual_bytes = (passed_bytes_ + rows.text_bytes()) / count + 1;
    return std::clamp<std::size_t>(odbc_block_bytes / usual_bytes, 1, std::min(most, count * step));
}

std::size_t OdbcReader::rows_to_ask(std::size_t most) const {
    const std::size_t room = reading_.limits.rows - row_count();
    return std::min(room, good_block(most) - 1) + 1;
}

void OdbcReader::pass_on() {
    if (!reading_.feed || rows.cell_count() == 0) return;
    const bool was_truncated = rows.truncated;
    passed_rows_ += rows.row_count();
    passed_bytes_ += rows.text_bytes();
    reading_.feed->put(rows);
    rows.truncated = was_truncated;
}

std::optional<Error> OdbcReader::read() {
    if (rows.columns.empty()) describe();
    if (columns_.empty()) return std::nullopt;
    fetched_before_ = 0;
    for (bool ended = false; !ended && !is_full();) {
        if (session_.is_interrupted()) throw Stopped();
        if (auto error = by_row_ ? read_row(ended) : read_block(ended)) return error;
    }
    return std::nullopt;
}

std::optional<Error> OdbcReader::read_block(bool& ended) {
    fetched_ = 0;
    SQLRETURN result = SQL_ERROR;
    const auto why =
        session_.call(statement_, [&] { return result = odbc_api().fetch(statement_); });
    if (why) return odbc_statement_error(*why);
    ended = result == SQL_NO_DATA;
    const std::size_t count = ended ? 0 : fetched_;
    if (session_.quirks().long_values == LongValuesBy::seeking_again) {
        for (std::size_t row = 0; row < count; ++row) {
            if (has_long_value(row)) return read_again_by_row();
        }
    }
    for (std::size_t row = 0; row < count && !is_full(); ++row) {
        if (auto error = append_block_row(row)) return error;
    }
    fetched_before_ += count;
    return std::nullopt;
}

bool OdbcReader::has_long_value(std::size_t row) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const SQLLEN length = buffers_[i].lengths[row];
        if (length == SQL_NULL_DATA) continue;
        if (length < 0) return true;
        if (static_cast<std::size_t>(length) > columns_[i].capacity(columns_[i].width)) return true;
    }
    return false;
}

/// Goes back to the first row of the block; from here on every value is read in pieces.
std::optional<Error> OdbcReader::read_again_by_row() {
    unbind();
    by_row_ = true;
    SQLRETURN result = SQL_ERROR;
    const auto first = static_cast<SQLLEN>(fetched_before_ + 1);
    const auto why = session_.call(statement_, [&] {
        return result = odbc_api().fetch_scroll(statement_, SQL_FETCH_ABSOLUTE, first);
    });
    if (why) return odbc_statement_error(*why);
    if (result == SQL_NO_DATA) {
        return Error{Errc::bad_input, "the driver lost its place among the rows"};
    }
    return append_row_piecewise();
}

std::optional<Error> OdbcReader::append_row_piecewise() {
    if (!has_room()) return std::nullopt;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (auto error = append_piecewise(i)) return error;
        if (overflow_) return too_large(i + 1);
    }
    return close_row();
}

std::optional<Error> OdbcReader::read_row(bool& ended) {
    SQLRETURN result = SQL_ERROR;
    const auto why =
        session_.call(statement_, [&] { return result = odbc_api().fetch(statement_); });
    if (why) return odbc_statement_error(*why);
    ended = result == SQL_NO_DATA;
    return ended ? std::nullopt : append_row_piecewise();
}

/// Whether one row more may be appended; else the result is truncated.
bool OdbcReader::has_room() {
    rows.truncated = row_count() >= reading_.limits.rows ||
                     (!reading_.feed && rows.cell_count() + columns_.size() > most_cells);
    if (reading_.feed) row_begin_ = rows.text_bytes();
    hidden_.clear();
    return !rows.truncated;
}

std::optional<Error> OdbcReader::append_block_row(std::size_t row) {
    if (!has_room()) return std::nullopt;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const OdbcColumn& column = columns_[i];
        const SQLLEN length = buffers_[i].lengths[row];
        if (length == SQL_NULL_DATA) {
            place_of(i).append(Kind::null, {});
        } else if (length < 0 || static_cast<std::size_t>(length) > column.capacity(column.width)) {
            if (auto error = append_long_value(row, i)) return error;
            if (overflow_) return too_large(i + 1);
        } else {
            append_odbc_value(
                place_of(i), column,
                {buffers_[i].bytes.data() + row * column.width, static_cast<std::size_t>(length)});
        }
    }
    return close_row();
}

std::optional<Error> OdbcReader::append_long_value(std::size_t row, std::size_t column) {
    const auto why = session_.call(statement_, [&] {
        return odbc_api().set_pos(statement_, static_cast<SQLSETPOSIROW>(row + 1), SQL_POSITION,
                                  SQL_LOCK_NO_CHANGE);
    });
    if (why) return odbc_statement_error(*why);
    return append_piecewise(column);
}

std::optional<Error> OdbcReader::append_piecewise(std::size_t number) {
    const OdbcColumn& column = columns_[number];
    std::string value;
    std::string piece(std::max(first_piece_bytes, column.width), '\0');
    for (;;) {
        SQLLEN length = 0;
        SQLRETURN result = SQL_ERROR;
        const auto why = session_.call(statement_, [&] {
            return result = odbc_api().get_data(statement_, static_cast<SQLUSMALLINT>(number + 1),
                                                column.c_type, piece.data(),
                                                static_cast<SQLLEN>(piece.size()), &length);
        });
        if (why) return odbc_statement_error(*why);
        if (result == SQL_NO_DATA) break;
        if (length == SQL_NULL_DATA) {
            place_of(number).append(Kind::null, {});
            return std::nullopt;
        }
        const std::size_t capacity = column.capacity(piece.size());
        const bool is_last = length >= 0 && static_cast<std::size_t>(length) <= capacity;
        value.append(piece, 0, is_last ? static_cast<std::size_t>(length) : capacity);
        if (is_last) break;
        // What would be thrown away is not read to its end: a driver may say what is still to come.
        const std::size_t known =
            length > 0 ? static_cast<std::size_t>(length) - capacity : std::size_t{0};
        overflow_ = row_bytes() + value.size() + known > reading_.limits.bytes;
        if (overflow_) break;
        piece.resize(largest_piece_bytes);
    }
    append_odbc_value(place_of(number), column, value);
    return std::nullopt;
}

std::optional<Error> OdbcReader::close_row() {
    if (row_bytes() > reading_.limits.bytes) return too_large(columns_.size());
    if (reading_.feed && reading_.feed->is_due(rows)) pass_on();
    return std::nullopt;
}

/// The row whose first `cells` cells are appended does not fit.
std::optional<Error> OdbcReader::too_large(std::size_t cells) {
    rows.drop_last(std::min(cells, shown_));
    if (reading_.feed || rows.row_count() == 0) {
        return Error{Errc::limit, "one row alone is larger than the limit of " +
                                      std::to_string(reading_.limits.bytes) + " bytes"};
    }
    rows.truncated = true;
    return std::nullopt;
}

}
