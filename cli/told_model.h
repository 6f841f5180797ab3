#pragma once

#include "libagent/models/model.h"

#include <functional>
#include <memory>

namespace askdb::cli {

/// `model`, that tells of every reply once it is whole; `tell` is called by the thread that asked.
std::unique_ptr<models::Model> make_told_model(std::unique_ptr<models::Model> model,
                                               std::function<void(const models::ModelReply&)> tell);

}
