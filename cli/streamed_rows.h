#pragma once

#include "cli/command.h"

#include <string_view>

namespace askdb::database {
class Database;
}

namespace askdb::cli {

class RowsOutput;

/// Runs a statement and prints its rows while they come, all of them unless somebody set how many
/// there may be; on a terminal, stderr tells how many there are so far. Gives the exit code, see
/// RowsOutput::finish(). Throws Failure, Stopped, and what the output throws.
int stream_rows(const CommandContext& context, database::Database& database, std::string_view sql,
                RowsOutput& output);

}
