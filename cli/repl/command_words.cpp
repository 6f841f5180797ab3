#include "cli/repl/command_words.h"

#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {
namespace {

constexpr std::string_view blanks = " \t\n\r";

/// One word from the beginning of `text`, which is no blank, and takes it off. An apostrophe within
/// a word is one.
std::string take_word(std::string_view& text) {
    const char first = text.front();
    const bool is_quoted = first == '\'' || first == '"';
    const std::size_t begin = is_quoted ? 1 : 0;
    const std::size_t end = is_quoted ? text.find(first, 1) : text.find_first_of(blanks);
    if (is_quoted && end == std::string_view::npos)
        throw Failure({Errc::usage, fmt::format("a {} is not closed: {}", first, visible(text))});
    std::string word(text.substr(begin, end - begin));
    text.remove_prefix(std::min(text.size(), end == std::string_view::npos ? end : end + begin));
    return word;
}

}

std::vector<std::string> command_words(std::string_view arguments) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t begin = arguments.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return words;
        arguments.remove_prefix(begin);
        words.push_back(take_word(arguments));
    }
}

std::string usage_of(const SlashCommand& command) {
    std::string usage = "/" + std::string(command.name);
    if (!command.arguments.empty()) usage += " " + std::string(command.arguments);
    return usage;
}

Failure wrong_usage(const SlashCommand& command, std::string why) {
    return Failure({Errc::usage, std::move(why), usage_of(command)});
}

std::string at_most_one_word(const SlashCommand& command, std::string_view arguments) {
    std::vector<std::string> words = command_words(arguments);
    if (words.size() > 1)
        throw wrong_usage(command, fmt::format("'/{}' takes one word, and there is '{}', too",
                                               command.name, visible(words[1])));
    if (words.empty()) return {};
    if (words.front().empty())
        throw wrong_usage(command, fmt::format("the word behind '/{}' is empty", command.name));
    return std::move(words.front());
}

std::string just_one_word(const SlashCommand& command, std::string_view arguments) {
    std::string word = at_most_one_word(command, arguments);
    if (word.empty())
        throw wrong_usage(command, fmt::format("'/{}' needs a word behind it", command.name));
    return word;
}

void expect_no_words(const SlashCommand& command, std::string_view arguments) {
    if (!trim(arguments).empty())
        throw wrong_usage(command, fmt::format("'/{}' takes nothing behind it, and there is '{}'",
                                               command.name, visible(arguments)));
}

}
