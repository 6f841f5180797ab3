#include "cli/command.h"

#include "cli/options.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <utility>

namespace askdb::cli {

#define COMMAND(name, set, arguments, fewest, most, summary) int run_##name(const CommandContext&);
#include "cli/commands.def"
#undef COMMAND

namespace {

constexpr Command command_table[] = {
#define COMMAND(name, set, arguments, fewest, most, summary) \
    {#name, set, arguments, fewest, most, summary, run_##name},
#include "cli/commands.def"
#undef COMMAND
};

}

CommandContext with_config(const CommandContext& context, const Config& config,
                           std::stop_token stop) {
    return {.args = context.args,
            .config = config,
            .environment = context.environment,
            .terminal = context.terminal,
            .output = context.output,
            .messages = context.messages,
            .stop = std::move(stop),
            .signals = context.signals};
}

std::span<const Command> all_commands() {
    return command_table;
}

std::vector<std::string> word_choices(const Command& command) {
    std::string_view arguments = command.arguments;
    if (arguments.starts_with('[')) arguments = arguments.substr(1, arguments.size() - 2);
    const bool is_choice = arguments.find('|') != std::string_view::npos &&
                           std::all_of(arguments.begin(), arguments.end(),
                                       [](char c) { return c == '|' || (c >= 'a' && c <= 'z'); });
    return is_choice ? split(arguments, '|') : std::vector<std::string>{};
}

const Command* find_command(std::string_view name) {
    const auto found = std::find_if(std::begin(command_table), std::end(command_table),
                                    [&](const Command& command) { return command.name == name; });
    return found == std::end(command_table) ? nullptr : found;
}

}
