#pragma once

#include "libagent/models/offline/conditions.h"
#include "libagent/models/offline/resolver.h"

#include <string>

namespace askdb::models::offline {

/// Adds outputs, groups, order and limit to a query that has its conditions already. False, with
/// `why`, when the parts do not make one sound question: a sum that would count rows twice, a
/// ranking by nothing, ….
bool compose(const Sketch& sketch, const Sources& sources, const Knowledge& knowledge,
             const PlanOptions& options, Query& query, std::string& why);

}
