#pragma once

#include "libagent/checks/select_reader.h"

#include <string>
#include <vector>

namespace askdb::checks {

/// An aggregate of a statement, and the tables whose rows it goes over, also by way of subqueries.
struct Total {
    std::string aggregate = {};            ///< As it stands in the statement; "GROUP BY" for none.
    std::vector<std::string> tables = {};  ///< In lower case, without schema.
};

/// The first aggregate of each SELECT that has one, or groups.
std::vector<Total> totals_of(const StatementShape& statement);

}
