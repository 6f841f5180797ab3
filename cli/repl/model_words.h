#pragma once

#include <string>

namespace askdb::cli::repl {

class Shell;

/// Which model answers, which one answers again (--double-check), and where what they get to see
/// goes, a line for each: "openai:gpt-4o at api.openai.com".
std::string model_in_words(const Shell& shell);

/// Whether the built-in planner alone answers.
bool all_models_are_offline(const Shell& shell);

/// Whether what one of them gets to see leaves this machine.
bool model_is_elsewhere(const Shell& shell);

}
