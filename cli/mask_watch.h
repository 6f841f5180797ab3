#pragma once

#include "libagent/database/database.h"
#include "libagent/models/model.h"
#include "libagent/tools/sharing.h"

#include <atomic>
#include <memory>
#include <vector>

namespace askdb::cli {

class Messages;

/// What masks are held against, and who is told; borrowed, but for `told`.
struct MaskWatch {
    const std::vector<database::Database*>& databases;
    const tools::Sharing& sharing;
    Messages& messages;
    /// Set once it was told. Owned together with the Wiring that goes on with the same databases.
    std::shared_ptr<std::atomic<bool>> told;
};

/// `model`, which before its first request says which masks match no column of the databases: what
/// they were to keep back would leave. Waits for no catalog.
std::unique_ptr<models::Model> make_mask_watching_model(std::unique_ptr<models::Model> model,
                                                        MaskWatch watch);

}
