#pragma once

#include "libagent/database/dialect.h"

#include <string>
#include <string_view>

namespace askdb::database {

/// The text as a literal of the dialect, in quotes: 'O''Hara'; backslashes doubled where they
/// escape.
std::string literal_text(const Dialect& dialect, std::string_view text);

/// A LIKE pattern for what contains the text, in which % and _ mean themselves: "%100!%%" of
/// "100%". Goes with ESCAPE '!'.
std::string containing_pattern(std::string_view text);

}
