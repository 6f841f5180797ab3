#pragma once

#include "libagent/tools/sharing.h"

#include <cstddef>
#include <string>

namespace askdb::cli::repl {

class Shell;

/// What holds for the conversation: of the databases that are open, and of those that its results
/// came from.
tools::Sharing sharing_of_conversation(Shell& shell);

/// What a model may see of the data, by level and masks, in lines for a person. `head_rows`: the
/// first rows of each result, where any are shown.
std::string sharing_in_words(const tools::Sharing& sharing, std::size_t head_rows);

}
