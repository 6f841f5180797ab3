#include "libagent/base/text.h"
#include "libagent/results/writers/table_forms.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::results {
namespace {

constexpr std::string_view record_border = " │ ";
constexpr std::size_t record_border_width = 3;
constexpr std::size_t most_text_lines = 10;

/// What all records of one table have in common; borrowed.
struct RecordForm {
    const TableCells& cells;
    std::size_t label, value;  ///< Widths.
    TableStyle style;
};

RecordForm record_form(const TableCells& cells, std::size_t width, TableStyle style) {
    std::size_t label = 0;
    for (std::size_t column = 0; column < cells.column_count(); ++column) {
        label = std::max(label, display_width(cells.header(column)));
    }
    label = std::min(label, (width - record_border_width) / 2);
    return {cells, label, width - record_border_width - label, style};
}

void write_record_title(OutputBuffer& out, const std::string& name, std::size_t width,
                        TableStyle style) {
    std::string title = fmt::format("─[ {} ]", name);
    for (std::size_t at = display_width(title); at < width; ++at) title += "─";
    style.border(out, title);
    out.append('\n');
}

void write_record_label(OutputBuffer& out, const RecordForm& form, std::string_view label) {
    form.style.name(out, label);
    out.repeat(form.label - std::min(form.label, display_width(label)), " ");
    form.style.border(out, record_border);
}

/// The next line of a value: ends after a space where that does not leave half of the line empty.
std::string_view next_line(std::string_view rest, std::size_t width) {
    const std::string_view line = display_prefix(rest, width);
    if (line.size() == rest.size()) return line;
    const std::size_t space = line.rfind(' ');
    const bool breaks = space != std::string_view::npos && space >= line.size() / 2;
    return breaks ? line.substr(0, space + 1) : line;
}

void write_record_value(OutputBuffer& out, const RecordForm& form, std::size_t row,
                        std::size_t column) {
    const std::size_t most_width = form.value * most_text_lines;
    const bool rigid = form.cells.is_rigid(row, column);
    const std::string text = form.cells.text(row, column, most_width);
    if (form.cells.is_null(row, column)) {
        form.style.null(out, fitted_text(text, display_width(text), form.value));
        return;
    }
    std::string_view rest = text;
    for (std::size_t line = 1;; ++line) {
        const bool last = line == most_text_lines && !rigid;
        if (last) {
            out.append(fitted_text(std::string(rest), display_width(rest), form.value));
            return;
        }
        const std::string_view piece = next_line(rest, form.value);
        out.append(piece);
        rest.remove_prefix(piece.size());
        if (rest.empty()) return;
        out.append('\n');
        write_record_label(out, form, {});
    }
}

}

void write_records(OutputBuffer& out, const TableCells& cells, std::size_t width,
                   TableStyle style) {
    const RecordForm form = record_form(cells, width, style);
    const std::size_t titles = std::max<std::size_t>(cells.row_count(), 1);
    for (std::size_t row = 0; row < titles; ++row) {
        const bool exists = row < cells.row_count();
        write_record_title(out, exists ? fmt::format("row {}", row + 1) : "no rows", width, style);
        for (std::size_t column = 0; column < cells.column_count(); ++column) {
            const std::string& name = cells.header(column);
            write_record_label(out, form, fitted_text(name, display_width(name), form.label));
            if (exists) write_record_value(out, form, row, column);
            out.append('\n');
        }
    }
}

}
