#pragma once

#include "cli/command.h"
#include "libagent/database/rows.h"

#include <string_view>

namespace askdb::cli {

/// Prints rows in the format that was asked for, else as a table on a terminal and as CSV in a
/// pipe. Gives the exit code: that of a limit, told on stderr, when the rows were cut.
/// `null_text` is what a table shows for NULL.
int print_rows(const CommandContext& context, const database::Rows& rows,
               std::string_view null_text = "NULL");

}
