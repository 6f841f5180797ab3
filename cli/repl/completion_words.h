#pragma once

#include "cli/repl/completion_sources.h"
#include "cli/repl/kept_words.h"
#include "cli/repl/shell.h"

namespace askdb::cli::repl {

/// What the REPL is in the middle of; borrowed.
struct CompletionPlace {
    const Wiring& wiring;
    const ShellState& state;
    const loop::Conversation& conversation;
    const KeptWords& kept;
    const database::Catalog* catalog = nullptr;  ///< Null while it loads.
};

/// All that may be typed there.
CompletionSources completion_sources(const CompletionPlace& place);

}
