#include "cli/repl/slash_command.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>

namespace askdb::cli::repl {

#define COMMAND(name) extern const SlashCommand name##_command;
#include "cli/repl/commands.def"
#undef COMMAND

namespace {

bool has_alias(const SlashCommand& command, std::string_view typed) {
    const std::vector<std::string> aliases = split(command.aliases, ' ');
    return !typed.empty() && std::find(aliases.begin(), aliases.end(), typed) != aliases.end();
}

/// By the whole name, else by its beginning when no other begins so.
const SlashCommand* find_by_name(std::string_view name) {
    const SlashCommand* found = nullptr;
    std::size_t beginnings = 0;
    for (const SlashCommand* command : all_slash_commands()) {
        if (command->name == name) return command;
        if (name.empty() || !command->name.starts_with(name)) continue;
        found = command;
        ++beginnings;
    }
    return beginnings == 1 ? found : nullptr;
}

}

std::span<const SlashCommand* const> all_slash_commands() {
    static constexpr std::array commands = {
#define COMMAND(name) &name##_command,
#include "cli/repl/commands.def"
#undef COMMAND
    };
    return commands;
}

const SlashCommand* find_slash_command(std::string_view typed) {
    if (typed.starts_with('/')) return find_by_name(lower_ascii(typed.substr(1)));
    for (const SlashCommand* command : all_slash_commands()) {
        if (has_alias(*command, typed)) return command;
    }
    return nullptr;
}

std::vector<std::string> slash_command_words() {
    std::vector<std::string> words;
    for (const SlashCommand* command : all_slash_commands())
        words.push_back("/" + std::string(command->name));
    for (const SlashCommand* command : all_slash_commands()) {
        for (std::string& alias : split(command->aliases, ' ')) {
            if (!alias.empty()) words.push_back(std::move(alias));
        }
    }
    return words;
}

std::vector<std::string> nearest_slash_commands(std::string_view typed) {
    constexpr std::size_t most = 4, least_bytes = 2;
    const std::string wanted = lower_ascii(typed);
    const std::vector<std::string> words = slash_command_words();
    std::vector<std::string> found;
    const auto add = [&found](const std::string& word) {
        if (found.size() < most && std::find(found.begin(), found.end(), word) == found.end())
            found.push_back(word);
    };
    for (const std::string& word : words) {
        if (wanted.size() >= least_bytes && word.starts_with(wanted)) add(word);
    }
    for (const std::string& word : nearest(wanted, words, most)) add(word);
    // ".tabels" may be meant for "/tables" where there is no such alias.
    if (found.empty() && wanted.size() > least_bytes && wanted.front() != '/')
        for (const std::string& word : nearest("/" + wanted.substr(1), words, most)) add(word);
    return found;
}

}
