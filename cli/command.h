#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

struct Args;
struct Config;
struct Terminal;
class Environment;
class Messages;
class Output;
class Signals;

/// What every command works with; borrowed from main() for the run.
struct CommandContext {
    const Args& args;
    const Config& config;
    const Environment& environment;
    const Terminal& terminal;
    Output& output;
    Messages& messages;
    std::stop_token stop;
    Signals* signals = nullptr;  ///< Of the run; null: it has none.
};

/// The same for a part of the run, with a configuration and a stop of its own; borrows `config`.
CommandContext with_config(const CommandContext& context, const Config& config,
                           std::stop_token stop);

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

/// One command. The record is the only truth: dispatch, help and the test of the man page read it.
struct Command {
    std::string_view name;
    unsigned set;                ///< Its bit in OptionSpec::commands.
    std::string_view arguments;  ///< "TABLE", as usage lines show it.
    std::size_t fewest_words;
    std::size_t most_words;
    std::string_view summary;
    /// Runs it and returns the exit code. Throws Failure and Stopped.
    int (*run)(const CommandContext& context);
};

/// The words that the command's arguments name, when they name words ("show|path|check"), else
/// none.
std::vector<std::string> word_choices(const Command& command);

/// All commands, in the order of commands.def. The first is what a question without a command runs.
std::span<const Command> all_commands();
const Command* find_command(std::string_view name);

}
