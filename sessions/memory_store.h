#pragma once

#include "libagent/session/store.h"

#include <memory>

namespace askdb::sessions {

/// Conversations that last as long as the process: for one question, and for programs that embed
/// the library and keep nothing.
std::unique_ptr<session::SessionStore> make_memory_store();

}
