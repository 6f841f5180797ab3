#pragma once

#include "cli/command.h"
#include "cli/config/config_file.h"
#include "cli/init/interview.h"

#include <optional>
#include <string>

namespace askdb::cli {

/// What the talk about a database came to.
struct ChosenDatabase {
    DatabaseConfig config;
    /// To be written to `config.password.file`, which is not there yet; empty: nothing.
    std::string secret = {};
    bool is_example = false;  ///< It is to be made, at `config.path`.
};

/// Asks which database, where its password is kept, and how it is to be called, and tries the
/// connection, until the person is content. Nothing for none. `folder` is where a file with a
/// password would go. Writes no file. Throws Stopped.
std::optional<ChosenDatabase> ask_database(Interview& person, const CommandContext& context,
                                           const std::string& folder);

}
