#pragma once

#include "libagent/session/archive.h"

#include <memory>

namespace askdb::sessions {

/// Conversations that last as long as the process: for one question, for `--ephemeral`, and for
/// programs that embed the library and keep nothing. Where one process cannot tell whether another
/// still runs a turn, this can: a turn is interrupted when the next one begins.
std::unique_ptr<session::SessionArchive> make_memory_store();

}
