#pragma once

#include "cli/command.h"

#include <string_view>

namespace askdb::database {
class Database;
}

namespace askdb::cli {

/// Asks the engine what it expects of a reading statement, where max_estimated_rows is set, before
/// it runs. Throws Failure(limit) with the estimate when that is more; warns when the engine gives
/// none.
void expect_few_rows(const CommandContext& context, database::Database& database,
                     std::string_view sql);

}
