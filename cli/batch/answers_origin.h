#pragma once

#include "cli/batch/batch_json.h"
#include "cli/command.h"
#include "libagent/database/database.h"

#include <span>

namespace askdb::cli {

/// What the answers of this run belong to: what -d took, without secrets, and paths so that they
/// mean the same in every folder.
AnswersOrigin origin_of(const CommandContext& context,
                        std::span<database::Database* const> databases);

}
