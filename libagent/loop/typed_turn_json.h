#pragma once

#include "libagent/loop/typed_statement.h"
#include "libagent/results/result_store.h"
#include "libagent/session/store.h"

#include <string>
#include <string_view>

namespace askdb::loop {

/// What a typed statement brought, in one line: "r2: 12 rows", "committed: UPDATE orders: 1 row".
std::string typed_outcome(const RanStatement& ran, const results::StoredResult* result);

/// The turn that the statement is, without its files. Models see it as a call of the tool that does
/// the same, with the result as that tool tells it (`told`); arguments of more than
/// `max_argument_bytes` are left out there.
session::Turn typed_turn(const RanStatement& ran, const results::StoredResult* result,
                         std::string told, std::size_t max_argument_bytes);

}
