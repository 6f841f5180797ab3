#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// Rows of a terminal, and where its cursor stands in them.
struct InputRows {
    std::vector<std::string> rows;
    std::size_t cursor_row = 0;
    std::size_t cursor_column = 0;
};

/// What a line that is being typed looks like.
struct InputLook {
    std::string_view prompt = {};        ///< Plain text, before the first line.
    std::string_view continuation = {};  ///< Before the others; as wide as the prompt.
    std::size_t width = 80;              ///< Columns of the terminal.
    std::size_t most_rows = 0;           ///< Those around the cursor; 0: all.
};

/// Lays `text` out, with the cursor `cursor` bytes behind its beginning: folded at the width, what
/// terminals would obey made visible. A row never fills the last column, where the cursor must have
/// room. Pure.
InputRows lay_out_input(std::string_view text, std::size_t cursor, const InputLook& look);

/// `line` cut into rows of at most `width` columns; at least one. Pure. `line` is plain and safe.
std::vector<std::string> folded_rows(std::string_view line, std::size_t width);

}
