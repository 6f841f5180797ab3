#pragma once

#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/sketch.h"
#include "libagent/models/offline/sources.h"

#include <string>

namespace askdb::models::offline {

/// "cities with more than 3 sites": the one related filter that counts rows for each value of a
/// column, not for each row; nullptr when there is none such.
const RelatedFilter* counted_values(const Sketch& sketch);

/// Adds all filters of a settled sketch to the query. False, with `why`, when one makes no sense
/// here. `subject` is what is counted or listed: related rows belong to it.
bool add_conditions(const Sketch& sketch, const Sources& sources, const Knowledge& knowledge,
                    Query& query, std::string& why);

}
