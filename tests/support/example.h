#pragma once

#include <string>

namespace askdb::test {

struct CommandEnd {
    int exit_code = -1;  ///< 128 + signal when one killed it.
    std::string out;
};

/// Runs a shell command to its end and keeps what it writes to stdout.
CommandEnd run_command(const std::string& command);

/// `text` as one word of a shell command.
std::string shell_word(const std::string& text);

/// examples/maintenance.sql, whole.
const std::string& maintenance_script();

}
