#pragma once

#include "cli/command.h"

#include <string>

namespace askdb::cli {

/// The text of --help: of the whole program, or of one command when `command` is not null. At most
/// 100 columns wide; made from options.def, commands.def and the list of writers.
std::string help_text(const Command* command);

/// "askdb 0.1.0"
std::string version_text();

}
