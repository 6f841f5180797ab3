#pragma once

#include "libagent/base/result.h"

#include <string>

namespace askdb::cli::repl {

/// How a command of the shell ended.
struct ShellEnd {
    int status = 0;  ///< Its exit status.
    int signal = 0;  ///< That ended it; 0: none did.

    /// "failed with exit code 2", "was ended by signal 15 (Terminated)"; empty: it ended well.
    std::string words() const;
};

/// Runs a line by the shell (`shell -c line`), or the shell itself for an empty one, and waits for
/// its end. Whoever calls it has lent the terminal. On a terminal the command is a foreground job
/// of its own: Ctrl-C is for it alone, Ctrl-Z stops it and this program until somebody goes on with
/// both, and the terminal is afterwards as it was before. Its signals are those of a new program,
/// and no descriptor but the first three is passed on. `shell`: $SHELL; anything but an absolute
/// path means /bin/sh. Errc::usage when it cannot be started.
Result<ShellEnd> run_shell_line(const std::string& line, const std::string& shell);

}
