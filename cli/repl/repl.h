#pragma once

namespace askdb::cli {
struct CommandContext;
}

namespace askdb::cli::repl {

/// Whether a person sits at both ends: the REPL may start.
bool is_at_terminal(const CommandContext& context);

/// Talks with the person until they leave; gives the exit code. Throws Failure(usage) where there
/// is no terminal, or a configuration that cannot work; Stopped when a signal ends it.
int run_repl(const CommandContext& context);

}
