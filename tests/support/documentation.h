#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::test {

/// A block of code in README.md or in a page of man/.
struct DocumentedBlock {
    std::string where;  ///< "README.md:59", its first line.
    std::string text;   ///< As a reader would copy it: without roff's escapes.
};

/// What of the documentation is meant for a shell: the blocks of README.md that say `sh`, and the
/// literal blocks of the man pages that begin with a command. In the order in which they stand.
std::vector<DocumentedBlock> documented_commands();

/// What is meant for a configuration file: the blocks of README.md that say `toml`, and the literal
/// blocks of the man pages that begin with a table or a key.
std::vector<DocumentedBlock> documented_configurations();

/// Cuts a block into commands: a line, with those that continue it and with its here-document.
std::vector<std::string> shell_commands(const std::string& text);

/// A command as it is compared: its first line, without a comment at its end and blanks around it.
std::string command_line_of(const std::string& command);

}
