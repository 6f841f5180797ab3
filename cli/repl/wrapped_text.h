#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

/// The text with its lines broken at blanks, so that none takes more than `width` columns but where
/// a word alone is wider; what a line goes on with is indented as the line is. 0 columns: as it is.
/// For text without escape sequences. Pure.
std::string wrapped_text(std::string_view text, std::size_t width);

}
