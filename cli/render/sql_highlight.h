#pragma once

#include "cli/render/theme.h"
#include "libagent/database/dialect.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli {

/// `sql` in colours: keywords, strings, numbers, comments, names. Safe to show; line ends and tabs
/// stay, everything else is laid out as it was. With `max_bytes`, a longer statement loses its
/// middle, and says how much; 0: none does. Pure.
std::string highlighted_sql(std::string_view sql, const database::Dialect& dialect,
                            const Theme& theme, std::size_t max_bytes = 0);

/// The same for SQL that comes line by line; a text or comment may go on in the next one.
class SqlHighlighter {
  public:
    /// Borrows the theme.
    SqlHighlighter(const database::Dialect& dialect, const Theme& theme);

    /// A line without its end.
    std::string line(std::string_view text);

  private:
    database::Dialect dialect_;  ///< Without the doubts that a guard must have.
    const Theme* theme_;
    std::string open_;  ///< What began the text or comment that has not ended; empty: none.
};

}
