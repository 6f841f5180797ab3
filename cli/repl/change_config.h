#pragma once

#include "cli/config/config.h"

#include <functional>

namespace askdb::cli::repl {

class Shell;

/// Changes the configuration of the REPL and builds everything anew from it. What cannot be built
/// leaves all as it was, the configuration included, and is thrown.
void change_config(Shell& shell, const std::function<void(Config&)>& change);

}
