#pragma once

#include "cli/command.h"
#include "cli/findings.h"
#include "libagent/knowledge/folder.h"

#include <vector>

namespace askdb::cli {

/// Compiles each kept statement by its database, then runs it for one row at most: those that run,
/// and those that no longer do (broken, exit code 1). A database that cannot be reached is exit
/// code 3; what belongs to a database that this run does not know is a warning. Databases are those
/// of -d, else all configured ones that are needed. Throws Stopped.
std::vector<Finding> check_knowledge(const CommandContext& context,
                                     const std::vector<knowledge::Entry>& entries);

}
