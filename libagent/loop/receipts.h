#pragma once

#include "libagent/chat/event.h"
#include "libagent/database/database.h"
#include "libagent/results/result_store.h"

#include <span>

namespace askdb::loop {

/// Writes into `step` what a result of its own can be compared with later: where it was read, and
/// the hashes of results/receipt.h. The tables' one only where the catalog is here already and
/// certain: nothing is loaded for it. Any thread.
void add_receipt(chat::Step& step, const results::StoredResult& result,
                 std::span<database::Database* const> databases);

}
