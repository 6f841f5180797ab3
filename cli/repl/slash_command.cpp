#include "cli/repl/slash_command.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace askdb::cli::repl {

#define COMMAND(name) extern const SlashCommand name##_command;
#include "cli/repl/commands.def"
#undef COMMAND

namespace {

constexpr std::string_view command_signs = "/\\.";

bool has_alias(const SlashCommand& command, std::string_view typed) {
    const std::vector<std::string> aliases = split(command.aliases, ' ');
    return !typed.empty() && std::find(aliases.begin(), aliases.end(), typed) != aliases.end();
}

const SlashCommand* find_by_alias(std::string_view typed) {
    for (const SlashCommand* command : all_slash_commands()) {
        if (has_alias(*command, typed)) return command;
    }
    return nullptr;
}

const SlashCommand* find_by_name(std::string_view name) {
    for (const SlashCommand* command : all_slash_commands()) {
        if (command->name == name) return command;
    }
    return nullptr;
}

std::vector<const SlashCommand*> commands_beginning(std::string_view name) {
    std::vector<const SlashCommand*> found;
    for (const SlashCommand* command : all_slash_commands()) {
        if (!name.empty() && command->name.starts_with(name)) found.push_back(command);
    }
    return found;
}

/// `/dt` for `\dt`, `\mode` for `.mode`; null where two signs say two things.
const SlashCommand* find_by_other_sign(std::string_view word) {
    const SlashCommand* found = nullptr;
    for (const char sign : command_signs) {
        const SlashCommand* const command = find_by_alias(sign + std::string(word));
        if (command == nullptr || command == found) continue;
        if (found != nullptr) return nullptr;
        found = command;
    }
    return found;
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
    if (typed.size() < 2 || command_signs.find(typed.front()) == std::string_view::npos)
        return nullptr;
    if (const SlashCommand* command = find_by_alias(typed)) return command;
    const std::string word = lower_ascii(typed.substr(1));
    if (const SlashCommand* command = find_by_name(word)) return command;
    if (typed.front() == '/') {
        const std::vector<const SlashCommand*> found = commands_beginning(word);
        if (!found.empty()) return found.size() == 1 ? found.front() : nullptr;
    }
    return find_by_other_sign(typed.substr(1));
}

Error unknown_slash_command(std::string_view typed) {
    std::vector<std::string> meant;
    if (typed.starts_with('/')) {
        for (const SlashCommand* command : commands_beginning(lower_ascii(typed.substr(1))))
            meant.push_back("/" + std::string(command->name));
    }
    if (meant.size() > 1)
        return {Errc::usage, fmt::format("'{}' may be more than one command", visible(typed)),
                join(meant, ", ")};
    return {Errc::usage, fmt::format("unknown command '{}'", visible(typed)),
            did_you_mean(nearest_slash_commands(typed), "see /help")};
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
    // A letter alone is like any other.
    if (wanted.size() <= least_bytes) return {};
    const std::vector<std::string> words = slash_command_words();
    std::vector<std::string> found;
    const auto add = [&found](const std::string& word) {
        if (found.size() < most && std::find(found.begin(), found.end(), word) == found.end())
            found.push_back(word);
    };
    for (const std::string& word : words) {
        if (word.starts_with(wanted)) add(word);
    }
    for (const std::string& word : nearest(wanted, words, most)) add(word);
    // ".tabels" may be meant for "/tables" where there is no such alias.
    if (found.empty() && wanted.front() != '/')
        for (const std::string& word : nearest("/" + wanted.substr(1), words, most)) add(word);
    return found;
}

}
