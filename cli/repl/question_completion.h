#pragma once

#include "cli/repl/completer.h"

namespace askdb::cli::repl {

/// For a question up to the cursor: what may stand behind `@`, and names of tables and columns
/// from the third letter of a word on.
Completion complete_question(std::string_view question, const CompletionSources& sources);

}
