#pragma once

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/findings.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace askdb::cli {

/// How to check a configuration; borrowed.
struct ConfigCheck {
    const Args& args;
    const Environment& environment;
    const std::stop_token& stop;
    bool runs_commands = false;  ///< Those that print secrets are run, and what they print dropped.
};

/// What was found, and what was read on the way: a FIFO can be read only once.
struct ConfigReport {
    std::vector<Finding> findings;
    std::optional<ConfigFiles> files;  ///< Nothing when one of them cannot be used as it is.
};

/// Reads every file of the configuration whole, once, and looks at what each name in it leads to:
/// databases, models and their fallbacks, defaults, places of secrets. Each problem begins with
/// "FILE:LINE:" and is broken with exit code 2; a file without one is a good finding. Opens no
/// database and no connection. Throws Stopped.
ConfigReport check_configuration(const ConfigCheck& how);

}
