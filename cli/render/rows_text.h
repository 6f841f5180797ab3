#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Whether a table shows its rows one below the other, each value on a line of its own.
enum class Expanded { off, on, automatic };

struct RowsTextOptions {
    std::string_view format = "table";  ///< A name of results::all_writers().
    std::size_t width = 0;              ///< Columns that a table is fitted to; 0: as wide as it is.
    /// Of a table. `off`: a grid in any case, as wide as it must be; `automatic`: a grid where its
    /// columns fit side by side.
    Expanded expanded = Expanded::automatic;
    std::string_view null_text = "NULL";
    bool color = false;
    bool for_terminal = true;  ///< What comes from the data is made harmless.
    std::string_view temp_folder = {};
};

/// Rows as text, ending with a newline unless it is empty. Throws Failure(usage) for a format that
/// there is not, and for a binary one on a terminal. Pure but for formats that need a file.
std::string rows_text(const database::Rows& rows, const RowsTextOptions& options);

}
