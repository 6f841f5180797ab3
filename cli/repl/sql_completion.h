#pragma once

#include "cli/repl/completer.h"

namespace askdb::cli::repl {

/// For one statement, with the cursor (a byte offset) in it; Completion::begin counts from its
/// beginning. No text in quotes, no number and no comment is completed.
Completion complete_sql(std::string_view statement, std::size_t cursor,
                        const CompletionSources& sources);

}
