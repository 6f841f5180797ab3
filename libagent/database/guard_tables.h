#pragma once

#include "libagent/base/error.h"
#include "libagent/database/guard_words.h"

#include <optional>

namespace askdb::database {

/// For databases that open what stands in place of a table: no text there, and no quoted name that
/// could be a file or an address (`FROM 'x.csv'`, `JOIN "https://…"`).
std::optional<Error> judge_tables(SqlTokens tokens);

}
