#pragma once

#include "libagent/models/offline/draft.h"

namespace askdb::models::offline {

/// "cities with more than 3 sites": the one related filter that counts rows for each value of a
/// column, not for each row; nullptr when there is none such.
const RelatedFilter* counted_values(const Sketch& sketch);

/// Adds all filters of a settled sketch to the query. False, with the draft's `why`, when one makes
/// no sense here. Related rows belong to the subject.
bool add_conditions(const Draft& draft);

}
