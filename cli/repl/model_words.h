#pragma once

#include <string>

namespace askdb::cli::repl {

class Shell;

/// Which model answers, and where what it gets to see goes: "openai:gpt-4o at api.openai.com".
std::string model_in_words(const Shell& shell);

/// Whether its words leave this machine.
bool model_is_elsewhere(const Shell& shell);

}
