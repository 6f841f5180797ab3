#pragma once

#include "libagent/checks/select_reader.h"
#include "libagent/checks/select_reader_text.h"

#include <optional>
#include <vector>

namespace askdb::checks {

/// The columns that an expression names, outside of subqueries. Words that may be no columns
/// (units of time, types) are among them where nothing tells: whoever knows the columns drops them.
std::vector<NameRef> names_in(const SelectText& text, TokenRange range);

/// The column that the range is, with parentheses around it at most.
std::optional<NameRef> plain_column(const SelectText& text, TokenRange range);

/// The parts of ON (`is_join`) or WHERE that must all be true.
std::vector<Condition> conditions_in(const SelectText& text, TokenRange range, bool is_join);

/// Calls of aggregate functions in an expression, outside of subqueries.
std::vector<Aggregate> aggregates_in(const SelectText& text, TokenRange range);

/// Comparisons of columns with texts, outside of subqueries.
std::vector<LiteralUse> literals_in(const SelectText& text, TokenRange range);

}
