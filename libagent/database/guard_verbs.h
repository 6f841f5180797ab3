#pragma once

#include "libagent/base/error.h"
#include "libagent/database/guard_words.h"

#include <optional>

namespace askdb::database {

/// Judges one statement (comments and the final semicolon dropped, never empty) by its verbs:
/// those of the dialect that only read, alone, behind EXPLAIN, or behind WITH.
std::optional<Error> judge_statement(SqlTokens tokens, const Dialect& dialect);

}
