#pragma once

#include "cli/command.h"
#include "cli/piped_input.h"
#include "libagent/database/database.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

class Progress;

/// What stands on standard input beside the question, read as far as PipedInput says. With a
/// question that is always looked at; with a statement (an argument or -f; the table of `describe`
/// is one, too) or `tables` where -d says "-", or where there is no -d and either no other database
/// or a table `stdin` in the statement; else where -d says "-". Throws Failure(usage), and Stopped.
PipedInput wire_input(const CommandContext& context, std::string_view statement = {});

/// What databases are opened for; borrowed.
struct DatabaseNeeds {
    const PipedInput* input = nullptr;  ///< A table on standard input is one of the data files.
    Progress* progress = nullptr;       ///< Shows when data files take long to load.
    std::size_t max_connections = 4;    ///< Of each database.
    bool may_have_none = false;  ///< An empty one, "none", stands for those that nobody named.
};

struct WiredDatabase {
    std::unique_ptr<database::Database> database;
    std::string configured = {};  ///< Its name in the configuration; empty for an address.
};

/// The databases of this run, in the order of -d; nothing is opened yet. Throws Failure(usage), and
/// Stopped while a password is waited for.
std::vector<WiredDatabase> wire_databases(const CommandContext& context,
                                          const DatabaseNeeds& needs = {});

/// The one database of a command that takes one. Throws Failure(usage).
std::unique_ptr<database::Database> wire_database(const CommandContext& context,
                                                  const DatabaseNeeds& needs = {});

}
