#pragma once

#include <string>
#include <string_view>

namespace askdb::database {

/// Whether a text is a number as people write it, and SQL does not: `10,50`, `1.000,00`, `1,234`,
/// `1 234`, `12%`, `$5.00`, `€ 5`, `5.00 EUR`. Pure, as are all of these.
bool is_number_in_another_spelling(std::string_view text);

/// Whether all points of it stand between thousands, before the end or a comma: `1.000,00`.
bool has_points_between_thousands(std::string_view text);

/// Whether the comma of a number that may have a decimal one can be nothing else: it is not the
/// only mark, before exactly three digits, as in `1,234`.
bool has_certain_decimal_comma(std::string_view number);

}
