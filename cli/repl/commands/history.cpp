#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {
namespace {

/// A line of several is put below its number, each behind a margin.
std::string history_entry(std::size_t number, const std::string& text) {
    std::string entry;
    for (const std::string& line : split(trim(text), '\n'))
        entry += entry.empty() ? fmt::format("{:>5}  {}\n", number, line)
                               : fmt::format("{:>5}  {}\n", "", line);
    return entry;
}

void run_history_command(Shell& shell, std::string_view arguments) {
    const std::vector<std::string> words = split(lower_ascii(trim(arguments)), ' ');
    const std::vector<std::string> typed = shell.history();
    std::string text;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const std::string lower = lower_ascii(typed[i]);
        const bool has_all = std::all_of(words.begin(), words.end(), [&](const auto& word) {
            return lower.find(word) != std::string::npos;
        });
        if (has_all) text += history_entry(i + 1, typed[i]);
    }
    if (text.empty()) return shell.say("Nothing like that was typed before.");
    shell.print(text);
}

}

extern const SlashCommand history_command = {
    .name = "history",
    .aliases = "\\s .history",
    .arguments = "[WORDS]",
    .completes = Argument::text,
    .group = "Conversation",
    .summary = "what was typed, here and before",
    .details = "With WORDS only what holds all of them. To type one of them again: Ctrl-R.",
    .while_working = true,
    .run = run_history_command,
};

}
