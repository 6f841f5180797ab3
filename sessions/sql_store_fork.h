#pragma once

#include "libagent/base/result.h"
#include "libagent/session/archive.h"

#include <string>

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionArchive::fork(). The turns of the copy are numbered from 1 without gaps. A file that
/// cannot be read any more is missing in the copy.
Result<std::string> fork_session(SqlStoreContext& context, const session::SessionKey& key,
                                 int last_turn);

}
