#pragma once

#include "libagent/models/offline/query_tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::models::offline {

/// 2 for "DECIMAL(12,2)"; nothing when the type names none.
std::optional<std::size_t> declared_scale(std::string_view type);

/// A number of the answer as a person reads it, the same text whichever database it came from. No
/// digit of a stored value is dropped:
///   of a column with a declared scale   as many decimals as it declares, 12.5 as 12.50
///   an average                          rounded to two decimals, or to the declared scale when
///                                       that is more; small ones to three significant digits
///   a sum of floating point             15 significant digits, without the noise after them, and
///                                       two decimals of a value that has more digits than that
/// A number with an exponent is written out, up to 1e+20 and from 1e-10 on.
/// `real` says that the database gave it as floating point. What is no plain number stays.
std::string number_for_people(const Term& term, bool real, const std::string& text);

}
