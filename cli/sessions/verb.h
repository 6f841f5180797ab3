#pragma once

#include "cli/command.h"
#include "libagent/base/error.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace askdb::cli {

/// One thing that `askdb sessions` does. The record is the only truth: dispatch, help and the test
/// of the man page read it.
struct SessionsVerb {
    std::string_view name;
    std::string_view arguments;
    std::size_t fewest_words;  ///< Behind the verb.
    std::size_t most_words;
    std::string_view options;  ///< Those of `sessions` that it takes, by spaces.
    std::string_view summary;
    int (*run)(const CommandContext& context);
};

/// All of them, in the order of verbs.def.
std::span<const SessionsVerb> all_sessions_verbs();
const SessionsVerb* find_sessions_verb(std::string_view name);

/// What is wrong with the words and options of `askdb sessions VERB`; nothing for other commands.
/// The verb itself has been checked. Pure.
std::optional<Error> check_sessions_verb(const Args& args);

/// Whether the run prints a whole conversation, whose format --data does not say. Pure.
bool prints_conversation(const Args& args);

}
