#pragma once

#include <string>

namespace askdb::cli::repl {

/// A hint of ours, which is made for the command line, as it is given in the REPL: "-m offline" is
/// `/model offline`, "askdb sessions list" is `/sessions`. Pure.
std::string repl_hint(std::string hint);

}
