#pragma once

#include "libagent/base/log.h"
#include "libagent/models/model.h"

#include <memory>
#include <vector>

namespace askdb::models {

/// The first of `models` that answers, asked in their order: the next one when a model failed for
/// good and nothing of its answer had reached the sink. Its name is the first one's. Never empty.
/// Each switch is logged as a warning. Throws what the last one failed with; a stop ends all.
std::unique_ptr<Model> make_fallback_model(std::vector<std::unique_ptr<Model>> models, Log& log);

}
