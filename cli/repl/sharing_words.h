#pragma once

#include "libagent/tools/sharing.h"

#include <string>

namespace askdb::cli::repl {

/// What a model may see of the data, by level and masks, in lines for a person.
std::string sharing_in_words(const tools::Sharing& sharing);

}
