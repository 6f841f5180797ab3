#pragma once

#include "libagent/results/writers/output_buffer.h"
#include "libagent/results/writers/table_cells.h"
#include "libagent/results/writers/table_style.h"

#include <vector>

namespace askdb::results {

/// A framed grid, one line a row; `widths` are those of the columns without their padding.
void write_grid(OutputBuffer& out, const TableCells& cells, const std::vector<std::size_t>& widths,
                TableStyle style);

/// Columns of a terminal that the frame and the padding of a grid take.
constexpr std::size_t grid_frame_width(std::size_t columns) {
    return 3 * columns + 1;
}

/// One value a line below a title for each row, at most `width` (16 or more) columns wide. Long
/// text goes on in the next lines, up to ten; numbers and dates are never cut.
void write_records(OutputBuffer& out, const TableCells& cells, std::size_t width, TableStyle style);

}
