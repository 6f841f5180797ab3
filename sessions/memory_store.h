#pragma once

#include "libagent/session/archive.h"

#include <memory>

namespace askdb::sessions {

/// Conversations that last as long as the process: for one question, for `--ephemeral`, and for
/// programs that embed the library and keep nothing.
std::unique_ptr<session::SessionArchive> make_memory_store();

}
