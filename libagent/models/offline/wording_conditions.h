#pragma once

#include "libagent/models/offline/query_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::models::offline {

/// "a, b and c", where `last` is "and".
std::string listed_words(const std::vector<std::string>& parts, std::string_view last);

/// "cost", or "job cost" in a query over several tables.
std::string column_words(const Query& query, const ColumnRef& ref);

/// "status is not open", "opened in 2024"; what a negation leaves out unasked is said, too.
std::string condition_words(const Query& query, const Condition& condition);

/// The words begin with a participle and are said of the rows themselves: "jobs OPENED in 2024".
bool is_said_as_participle(const Condition& condition);

}
