#pragma once

#include "cli/command.h"
#include "libagent/models/egress_ledger.h"

#include <memory>

namespace askdb::cli {

/// Who takes note of what leaves: with the file of --egress-log, where there is to be one. That
/// others could read the file until now is said. Throws Failure(usage) for a file that has another
/// use: a database, the store of conversations, questions, answers, standard output.
std::unique_ptr<models::EgressLedger> wire_ledger(const CommandContext& context);

}
