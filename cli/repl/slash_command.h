#pragma once

#include "libagent/base/error.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

class Shell;

/// What may be typed behind a command, for completion.
enum class Argument {
    none,
    text,
    table,
    database,
    model,
    session,
    turn,
    file,
    format,
    setting,
    limit,
    command,
    handle,
    agent,
    sql,
    on_off,
};

/// One command of the REPL. The record is the only truth: dispatch, /help, completion, the manual's
/// table and the tests read it.
struct SlashCommand {
    std::string_view name;       ///< "use": typed as "/use".
    std::string_view aliases;    ///< As typed, separated by spaces: "\\c .open".
    std::string_view arguments;  ///< As /help shows them: "DB"; empty: none.
    Argument completes = Argument::none;
    std::string_view group = {};    ///< The heading in /help: those of one stand together.
    std::string_view summary;       ///< One line of at most 48 columns.
    std::string_view details = {};  ///< For /help NAME: lines of at most 80 columns, or none.
    bool while_working = false;     ///< May be given while a turn or a statement runs.
    /// `arguments` is what stands behind the name, trimmed. Throws Failure and Stopped.
    void (*run)(Shell& shell, std::string_view arguments);
};

/// All of them, in the order of commands.def.
std::span<const SlashCommand* const> all_slash_commands();

/// By its name or an alias, as typed ("/use", "\\c", ".open"), by the beginning of one name only
/// ("/desc"), or by either behind another sign ("\\schema", "/dt") where that leaves no doubt;
/// null: there is none. Names ignore case, aliases do not.
const SlashCommand* find_slash_command(std::string_view typed);

/// Why find_slash_command() finds none: nothing is called so, with what is near, or more than one
/// begins so, with all that do.
Error unknown_slash_command(std::string_view typed);

/// "/use", "\\c", ".open": all names, then all aliases.
std::vector<std::string> slash_command_words();

/// The names and aliases that are most like what was typed, as typed; those first that begin so.
/// None for one letter.
std::vector<std::string> nearest_slash_commands(std::string_view typed);

}
