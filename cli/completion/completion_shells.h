#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// What `askdb completion --words` is asked for when the Tab key is pressed.
enum class AskedWords { none, databases, models, sessions, tables, files };

/// "databases", …; empty for none and files.
std::string_view kind_name(AskedWords asked);

/// A command or an option, and what may follow it.
struct CompletedWord {
    std::vector<std::string> names = {};
    std::string summary = {};
    bool takes_value = false;
    std::vector<std::string> values = {};  ///< All there are; or else what is asked for.
    AskedWords asked = AskedWords::none;
    unsigned commands = 0;  ///< CommandSet bits: its own, or those that the option belongs to.
};

/// All that a script completes.
struct CompletedProgram {
    std::vector<CompletedWord> commands;
    std::vector<CompletedWord> options;
};

/// One script each. Pure; the words are ours, and need no quoting but that of summaries.
std::string bash_completion(const CompletedProgram& program);
std::string zsh_completion(const CompletedProgram& program);
std::string fish_completion(const CompletedProgram& program);

}
