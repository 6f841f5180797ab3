#pragma once

#include "libagent/checks/date_cells.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A text of names with blanks for `_`, and between letters and four digits: "sales 2024" of
/// sales_2024, "y 2024" of y2024.
std::string spaced_names(std::string_view text);

/// Whether a statement works dates out: from now, by adding an interval, from parts.
bool works_dates_out(std::string_view sql);

/// A date that a statement compares with `<` or `>`, and the day, month or year that is reached.
struct DateBound {
    DateParts literal;
    DateParts reached;
};
std::vector<DateBound> strict_bounds(std::string_view sql);

/// The numbers of months in `month(x) = 6`, `strftime('%m', x) IN ('05', '06')`.
std::vector<int> compared_months(std::string_view sql);

/// The dates of literals like 20250630 and 202506.
std::vector<DateParts> packed_literals(std::string_view sql);

}
