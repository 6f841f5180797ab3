#include "libagent/base/text.h"
#include "libagent/results/writers/hex.h"
#include "libagent/results/writers/xlsx_book.h"
#include "libagent/results/writers/xlsx_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace askdb::results {
namespace {

constexpr std::size_t most_sheet_rows = 1'048'576;
constexpr std::size_t most_sheet_columns = 16'384;
constexpr std::size_t rows_for_widths = 1'000;

/// How wide the columns of a sheet are to be, from the first rows.
class ColumnWidths {
  public:
    void look_at(std::size_t column, std::string_view text) {
        if (column >= widths_.size()) widths_.resize(column + 1, narrowest);
        widths_[column] = std::max(widths_[column], display_width(utf8_prefix(text, enough_bytes)));
    }
    double of(std::size_t column) const {
        constexpr std::size_t margin = 2;  // Also for the filter's arrow.
        return static_cast<double>(std::min(widths_[column], widest) + margin);
    }

  private:
    static constexpr std::size_t narrowest = 6, widest = 60, enough_bytes = 4 * widest;
    std::vector<std::size_t> widths_;
};

/// One sheet after the other, each with the head frozen above its rows.
class XlsxWriter : public RowWriter {
  public:
    XlsxWriter(const WriteOptions& options, ByteSink& sink)
        : api_(xlsx_api()), book_(api_, options.temp_folder), sink_(sink) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        if (columns.size() > most_sheet_columns) {
            throw Failure({Errc::usage,
                           fmt::format("a sheet of xlsx has at most {} columns, and the result {}",
                                       most_sheet_columns, columns.size()),
                           "use another format: --data csv"});
        }
        columns_ = columns;
        begin_sheet();
    }

    void take(const database::Rows& block) override {
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            if (sheet_row_ == most_sheet_rows) {
                end_sheet();
                begin_sheet();
            }
            ++rows_;
            for (std::size_t column = 0; column < columns_.size(); ++column) {
                write_cell(column, block.cell(row, column));
            }
            ++sheet_row_;
        }
        book_.check_temporary_files();
    }

    void finish(bool) override {
        end_sheet();
        book_.finish(sink_);
    }

    std::string loss() const override {
        if (cut_ == 0) return {};
        return fmt::format(
            "a cell of xlsx holds {} characters: {} cut (the first in row {}, column '{}'; "
            "--data csv keeps all)",
            with_thousands(most_xlsx_characters),
            cut_ == 1 ? "1 value was" : with_thousands(cut_) + " values were", cut_row_,
            visible(columns_[cut_column_].name));
    }

  private:
    void begin_sheet();
    void end_sheet();
    void write_cell(std::size_t column, const database::Cell& cell);
    bool write_typed(std::size_t column, const database::Cell& cell);
    void write_text(std::size_t column, std::string_view text, lxw_format* format);
    void check(lxw_error error) const;

    lxw_row_t row() const { return static_cast<lxw_row_t>(sheet_row_); }
    static lxw_col_t at(std::size_t column) { return static_cast<lxw_col_t>(column); }

    const XlsxApi& api_;
    XlsxBook book_;
    ByteSink& sink_;
    std::vector<database::ResultColumn> columns_;
    ColumnWidths widths_;
    lxw_worksheet* sheet_ = nullptr;
    std::size_t sheet_row_ = 0;  ///< Where the next row goes.
    std::size_t rows_ = 0;       ///< Of the result so far.
    std::size_t cut_ = 0, cut_row_ = 0, cut_column_ = 0;
};

void XlsxWriter::begin_sheet() {
    sheet_ = book_.add_sheet();
    sheet_row_ = 0;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        write_text(column, columns_[column].name, book_.bold());
    }
    sheet_row_ = 1;
}

/// What stands before the rows in the file is written last, so that it may be said now.
void XlsxWriter::end_sheet() {
    if (columns_.empty()) return;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        check(api_.set_column(sheet_, at(column), at(column), widths_.of(column), nullptr));
    }
    api_.freeze_panes(sheet_, 1, 0);
    check(api_.autofilter(sheet_, 0, 0, row() - 1, at(columns_.size() - 1)));
}

void XlsxWriter::write_cell(std::size_t column, const database::Cell& cell) {
    if (cell.is_null() || write_typed(column, cell)) return;
    if (cell.kind != database::Kind::bytes) return write_text(column, cell.text, nullptr);
    write_text(column, hex_text(cell.text, most_xlsx_characters + 1), nullptr);
}

/// Numbers, truth values and points in time that a spreadsheet has; false for all else.
bool XlsxWriter::write_typed(std::size_t column, const database::Cell& cell) {
    const auto format_of = [this](const std::string& format) {
        return format.empty() ? nullptr : book_.number_format(format);
    };
    if (const std::optional<XlsxNumber> number = xlsx_number(cell)) {
        check(
            api_.write_number(sheet_, row(), at(column), number->value, format_of(number->format)));
    } else if (std::optional<XlsxTime> time = xlsx_time(cell)) {
        lxw_datetime point = {.year = time->year,
                              .month = time->month,
                              .day = time->day,
                              .hour = time->hour,
                              .min = time->minute,
                              .sec = time->second};
        check(api_.write_datetime(sheet_, row(), at(column), &point, format_of(time->format)));
    } else if (cell.kind == database::Kind::boolean &&
               (cell.text == "true" || cell.text == "false")) {
        check(api_.write_boolean(sheet_, row(), at(column), cell.text == "true", nullptr));
    } else {
        return false;
    }
    if (rows_ <= rows_for_widths) widths_.look_at(column, cell.text);
    return true;
}

/// Always a text: `=1+1` is no formula, and a link is none.
void XlsxWriter::write_text(std::size_t column, std::string_view text, lxw_format* format) {
    const XlsxText made = xlsx_text(text);
    check(api_.write_string(sheet_, row(), at(column), made.text.c_str(), format));
    if (rows_ <= rows_for_widths) widths_.look_at(column, made.text);
    if (!made.is_cut) return;
    if (cut_++ > 0) return;
    cut_row_ = rows_;
    cut_column_ = column;
}

void XlsxWriter::check(lxw_error error) const {
    if (error == LXW_NO_ERROR) return;
    throw Failure({Errc::no_answer, fmt::format("cannot write xlsx: {}", api_.strerror(error))});
}

std::unique_ptr<RowWriter> make_xlsx(const WriteOptions& options, ByteSink& sink) {
    return std::make_unique<XlsxWriter>(options, sink);
}

}

extern const WriterSpec xlsx_writer = {
    .name = "xlsx",
    .summary = "a spreadsheet; what a double would change stays text",
    .extensions = "xlsx",
    .make = make_xlsx,
    .streams = true,
    .is_binary = true,
};

}
