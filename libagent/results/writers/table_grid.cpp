#include "libagent/base/text.h"
#include "libagent/results/writers/table_forms.h"

#include <algorithm>

namespace askdb::results {
namespace {

struct RuleCorners {
    std::string_view left, middle, right;
};

/// What all lines of one grid have in common; borrowed.
struct GridForm {
    const TableCells& cells;
    const std::vector<std::size_t>& widths;  ///< Of the columns, without their padding.
    TableStyle style;
};

void write_grid_rule(OutputBuffer& out, const GridForm& grid, const RuleCorners& corners) {
    std::string rule(corners.left);
    for (std::size_t column = 0; column < grid.widths.size(); ++column) {
        if (column > 0) rule += corners.middle;
        for (std::size_t i = 0; i < grid.widths[column] + 2; ++i) rule += "─";
    }
    rule += corners.right;
    grid.style.border(out, rule);
    out.append('\n');
}

struct Padding {
    std::size_t left, right;
};

Padding padding_for(std::size_t text_width, std::size_t width, bool right_aligned) {
    const std::size_t space = width - std::min(width, text_width);
    return right_aligned ? Padding{space, 0} : Padding{0, space};
}

void write_grid_header(OutputBuffer& out, const GridForm& grid) {
    const auto& [cells, widths, style] = grid;
    style.border(out, "│");
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const std::string& name = cells.header(column);
        const std::string text = fitted_text(name, display_width(name), widths[column]);
        const Padding padding =
            padding_for(display_width(text), widths[column], cells.is_right_aligned(column));
        out.repeat(padding.left + 1, " ");
        style.name(out, text);
        out.repeat(padding.right + 1, " ");
        style.border(out, "│");
    }
    out.append('\n');
}

void write_grid_row(OutputBuffer& out, const GridForm& grid, std::size_t row) {
    const auto& [cells, widths, style] = grid;
    style.border(out, "│");
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const std::size_t full_width = cells.width(row, column), width = widths[column];
        const std::string text = fitted_text(cells.text(row, column, width), full_width, width);
        // A cut text may end one column early, before a wide character.
        const std::size_t text_width = full_width <= width ? full_width : display_width(text);
        const Padding padding = padding_for(text_width, width, cells.is_right_aligned(column));
        out.repeat(padding.left + 1, " ");
        if (cells.is_null(row, column)) {
            style.null(out, text);
        } else {
            out.append(text);
        }
        out.repeat(padding.right + 1, " ");
        style.border(out, "│");
    }
    out.append('\n');
}

}

void write_grid(OutputBuffer& out, const TableCells& cells, const std::vector<std::size_t>& widths,
                TableStyle style) {
    const GridForm grid{cells, widths, style};
    write_grid_rule(out, grid, {"┌", "┬", "┐"});
    write_grid_header(out, grid);
    write_grid_rule(out, grid, {"├", "┼", "┤"});
    for (std::size_t row = 0; row < cells.row_count(); ++row) write_grid_row(out, grid, row);
    write_grid_rule(out, grid, {"└", "┴", "┘"});
}

}
