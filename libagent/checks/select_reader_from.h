#pragma once

#include "libagent/checks/select_reader.h"
#include "libagent/checks/select_reader_text.h"

#include <functional>

namespace askdb::checks {

/// What reading FROM needs of the statement around it.
struct FromContext {
    const SelectText& text;
    /// Reads a query in parentheses; which of StatementShape::selects it is.
    std::function<std::size_t(TokenRange)> read_query;
    /// The CTE of that name that is in sight, or npos.
    std::function<std::size_t(const std::string&)> find_unit;
};

/// Reads FROM without the word itself: fills `from`, `using_columns` and the conditions of ON, and
/// clears `is_read` at what it does not know. Subqueries of ON are left to the caller.
void read_from(const FromContext& context, TokenRange range, SelectShape& shape);

}
