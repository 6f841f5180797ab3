#pragma once

#include "libagent/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

struct SlashCommand;

/// What was typed behind a command as words, cut at blanks; one that begins with a quote goes to
/// the next, and both quotes go. Throws Failure(usage) for a quote that does not end.
std::vector<std::string> command_words(std::string_view arguments);

/// The one word behind it, or nothing typed (empty). Throws Failure(usage) for more, and for an
/// empty one.
std::string at_most_one_word(const SlashCommand& command, std::string_view arguments);
/// Throws Failure(usage) when there is none, or more.
std::string just_one_word(const SlashCommand& command, std::string_view arguments);
/// Throws Failure(usage) for any.
void expect_no_words(const SlashCommand& command, std::string_view arguments);

/// "/use DB...": how the command is given.
std::string usage_of(const SlashCommand& command);

/// `why`, with the usage of the command as its hint.
Failure wrong_usage(const SlashCommand& command, std::string why);

}
