#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/wrapped_text.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand help_command;

namespace {

constexpr std::size_t usage_width = 30;

constexpr std::string_view lines_section =
    R"(What can be typed:
  a question                      answered by the model in use
  SELECT …;                       SQL, guarded; it may go on over several lines
  @TABLE, @FILE                   in a question: names a table, brings a file
  !COMMAND                        runs a command of the shell
  /COMMAND                        one of these; words of psql and sqlite work
)";

constexpr std::string_view keys_section =
    R"(
Keys:
  Tab completes; Ctrl-R searches what was typed; Alt-Enter begins a new line;
  Ctrl-C stops what runs, twice on an empty line leaves; Ctrl-D leaves.

More on one command: /help NAME
)";

/// "/describe [TABLE], \d"
std::string usage_with_alias(const SlashCommand& command) {
    std::string text = usage_of(command);
    const std::string alias = split(command.aliases, ' ').front();
    const bool has_room = text.size() + alias.size() + 2 <= usage_width;
    if (!alias.empty() && has_room) text += ", " + alias;
    return text;
}

/// Where two columns have no room, the summary stands below.
std::string help_line(const SlashCommand& command, bool is_narrow) {
    const std::string usage = usage_with_alias(command);
    if (is_narrow) return fmt::format("  {}\n      {}\n", usage, command.summary);
    return fmt::format("  {:<{}}  {}\n", usage, usage_width, command.summary);
}

std::string all_commands_help(bool is_narrow) {
    std::string text(lines_section);
    std::string_view group;
    for (const SlashCommand* command : all_slash_commands()) {
        if (command->group != group) text += fmt::format("\n{}:\n", command->group);
        group = command->group;
        text += help_line(*command, is_narrow);
    }
    return text += keys_section;
}

std::string one_command_help(const SlashCommand& command) {
    std::string text = fmt::format("{}\n  {}\n", usage_of(command), command.summary);
    if (!command.aliases.empty())
        text += fmt::format("  Also: {}\n", join(split(command.aliases, ' '), "  "));
    if (!command.details.empty()) text += fmt::format("\n{}\n", command.details);
    return text;
}

/// "/use", "use" and "\c" alike.
const SlashCommand& command_called(const std::string& word) {
    if (const SlashCommand* command = find_slash_command(word)) return *command;
    if (const SlashCommand* command = find_slash_command("/" + word)) return *command;
    const bool is_bare = word.find_first_of("/\\.") != 0;
    throw Failure({Errc::usage, fmt::format("no command is called '{}'", visible(word)),
                   did_you_mean(nearest_slash_commands(is_bare ? "/" + word : word),
                                "list them with: /help")});
}

void run_help_command(Shell& shell, std::string_view arguments) {
    const std::string word = at_most_one_word(help_command, arguments);
    constexpr std::size_t least_columns = 72;
    const std::size_t width = shell.columns();
    const std::string text = word.empty() ? all_commands_help(width > 0 && width < least_columns)
                                          : one_command_help(command_called(word));
    shell.print(wrapped_text(text, width));
}

}

extern const SlashCommand help_command = {
    .name = "help",
    .aliases = "\\? .help \\h",
    .arguments = "[COMMAND]",
    .completes = Argument::command,
    .group = "Program",
    .summary = "what can be typed, or more on one command",
    .details = "",
    .while_working = true,
    .run = run_help_command,
};

}
