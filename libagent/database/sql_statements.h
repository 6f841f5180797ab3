#pragma once

#include "libagent/database/dialect.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace askdb::database {

/// One statement of a text of several.
struct SqlPiece {
    std::string_view sql;  ///< Without the semicolon behind it and the comments before it.
    std::size_t line = 0;  ///< Where it begins, from 1.
};

/// The statements of a script, in order: cut at semicolons as the dialect reads strings, quoted
/// names and comments; where it takes statements without them, also at lines that hold only `go`.
/// What never ends is part of the last one. The text of what holds only comments is left out. Pure.
std::vector<SqlPiece> split_statements(std::string_view script, const Dialect& dialect);

}
