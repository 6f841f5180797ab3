#pragma once

#include "cli/repl/completer.h"

namespace askdb::cli::repl {

/// For a command's line, which begins with its sign, with the cursor at its end; Completion::begin
/// counts from the sign.
Completion complete_command(std::string_view line, const CompletionSources& sources);

/// The path at the end of a line for the shell.
Completion complete_shell_line(std::string_view line, const CompletionSources& sources);

}
