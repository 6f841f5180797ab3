#pragma once

#include "libagent/base/error.h"
#include "libagent/database/name_judge.h"
#include "libagent/database/sql_tokens.h"

#include <optional>

namespace askdb::database {

/// The functions, types and memberships of a statement for a server that nobody knows, comments
/// dropped: unknown means no. The tables themselves are found by table_places(). Pure.
std::optional<Error> judge_unknown_server_names(SqlTokens tokens, const NameJudge& judge);

}
