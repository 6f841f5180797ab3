#include "libagent/base/text.h"
#include "libagent/results/writers/table_forms.h"
#include "libagent/results/writers/table_layout.h"

#include <algorithm>
#include <optional>

namespace askdb::results {
namespace {

constexpr std::size_t narrowest_table = 16;
constexpr std::size_t usual_record_width = 80;  // Where no terminal says how wide it is.
constexpr std::size_t unlimited_width = std::size_t{1} << 40;
/// A text column, or a header above short numbers, is not squeezed below this: a date fits.
constexpr std::size_t narrowest_column = 10;

/// The grid's column widths, or nothing when the columns do not fit side by side. Headers longer
/// than what is below them give way first.
std::optional<std::vector<std::size_t>> grid_widths(const TableCells& cells, std::size_t width) {
    std::vector<ColumnNeed> needs;
    for (std::size_t column = 0; column < cells.column_count(); ++column) {
        const std::size_t header = std::min(cells.header_width(column), narrowest_column);
        const std::size_t content = cells.content_width(column);
        const std::size_t text = std::max(header, std::min(content, narrowest_column));
        needs.push_back({.natural = std::max(header, content),
                         .least = std::max(cells.rigid_width(column), text)});
    }
    const std::size_t frame = grid_frame_width(cells.column_count());
    const std::size_t available = width == 0 ? unlimited_width : width - std::min(width, frame);
    const auto widths = fit_columns(needs, available);
    if (!widths) return std::nullopt;
    for (std::size_t column = 0; column < needs.size(); ++column) {
        const std::size_t least = (*widths)[column];
        needs[column] = {.natural = std::max(least, cells.header_width(column)), .least = least};
    }
    return fit_columns(needs, available);
}

/// Breaks between words, so that it stays within the width too.
void write_footer(OutputBuffer& out, const std::string& footer, std::size_t width) {
    std::size_t used = 0;
    for (const std::string& word : split(footer, ' ')) {
        const bool breaks = width > 0 && used > 0 && used + 1 + word.size() > width;
        if (used > 0) out.append(breaks ? '\n' : ' ');
        out.append(word);
        used = (breaks || used == 0 ? 0 : used + 1) + word.size();
    }
    out.append('\n');
}

/// By itself a grid when its columns fit side by side; else, rather than hiding columns, record by
/// record.
void write_table(const database::Rows& rows, const WriteOptions& options, ByteSink& sink) {
    OutputBuffer out(sink);
    const TableCells cells(rows, options);
    const TableStyle style(options.color);
    const std::size_t width = options.width > 0 ? std::max(options.width, narrowest_table) : 0;
    if (cells.column_count() == 0) {
        out.append("(no columns)\n");
        return out.finish();
    }
    const bool as_grid = options.form != TableForm::records;
    auto widths = as_grid ? grid_widths(cells, width) : std::nullopt;
    if (!widths && options.form == TableForm::grid) widths = grid_widths(cells, 0);
    if (widths) {
        write_grid(out, cells, *widths, style);
    } else {
        write_records(out, cells, width > 0 ? width : usual_record_width, style);
    }
    if (options.row_count) write_footer(out, cells.footer(), width);
    out.finish();
}

/// A table needs all rows before its first line.
class TableWriter : public RowWriter {
  public:
    TableWriter(const WriteOptions& options, ByteSink& sink) : options_(options), sink_(sink) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        rows_.columns = columns;
    }
    void take(const database::Rows& block) override { rows_.append_rows(block); }
    void finish(bool truncated) override {
        rows_.truncated = truncated;
        write_table(rows_, options_, sink_);
    }

  private:
    const WriteOptions options_;
    ByteSink& sink_;
    database::Rows rows_;
};

std::unique_ptr<RowWriter> make_table(const WriteOptions& options, ByteSink& sink) {
    return std::make_unique<TableWriter>(options, sink);
}

}

extern const WriterSpec table_writer = {
    .name = "table",
    .summary = "for people: fitted to the terminal; row by row when the columns do not fit",
    .extensions = "txt",
    .make = make_table,
    .is_prose = true,
};

}
