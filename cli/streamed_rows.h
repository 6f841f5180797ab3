#pragma once

#include "cli/command.h"

#include <string_view>

namespace askdb::database {
class Database;
}

namespace askdb::cli {

class Progress;
class RowsOutput;

/// What is asked of which database; borrowed.
struct StreamedStatement {
    database::Database& database;
    std::string_view sql;
};

/// Runs a statement and prints its rows while they come, all of them unless somebody set how many
/// there may be; `progress` tells how many there are so far, and is hidden in the end. Gives the
/// exit code, see RowsOutput::finish(). Throws Failure, Stopped, and what the output throws.
int stream_rows(const CommandContext& context, Progress& progress,
                const StreamedStatement& statement, RowsOutput& output);

}
