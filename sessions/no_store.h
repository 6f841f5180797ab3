#pragma once

#include "libagent/session/store.h"

#include <memory>

namespace askdb::sessions {

/// Keeps nothing: for conversations of one turn, however many of them there are.
std::unique_ptr<session::SessionStore> make_no_store();

}
