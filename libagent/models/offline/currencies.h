#pragma once

#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/query_tree.h"

#include <string>
#include <string_view>

namespace askdb::models::offline {

/// "eur", "usd": a common code of ISO 4217, in lower case.
bool is_currency_code(std::string_view word);

/// Why the query would add up, average or compare amounts of different currencies; empty when it
/// does not. An amount is in the currency that a column `currency` says, of its own table or of one
/// that the table refers to, unless its name ends with a code ("cost_eur"). Such a column takes
/// part when it holds several values; the query may then choose one of them, or group by it.
std::string mixed_currencies(const Query& query, const Knowledge& knowledge);

}
