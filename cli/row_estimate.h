#pragma once

#include "cli/command.h"
#include "libagent/base/error.h"

#include <optional>
#include <string_view>

namespace askdb::database {
class Database;
}

namespace askdb::cli {

/// Asks the engine what it expects of a reading statement, where max_estimated_rows is set, before
/// it runs. Errc::limit with the estimate when that is more; warns when the engine gives none of a
/// statement that it could plan. Throws Failure(unavailable) and Stopped.
std::optional<Error> judge_expected_rows(const CommandContext& context,
                                         database::Database& database, std::string_view sql);

/// The same, where too many are thrown as a Failure.
void expect_few_rows(const CommandContext& context, database::Database& database,
                     std::string_view sql);

}
