#pragma once

#include "libagent/models/offline/draft.h"
#include "libagent/models/offline/resolver.h"

namespace askdb::models::offline {

/// Adds outputs, groups, order and limit to a query that has its conditions already. False, with
/// the draft's `why`, when the parts do not make one sound question: a sum that would count rows
/// twice, a ranking by nothing, ….
bool compose(const Draft& draft, const PlanOptions& options);

}
