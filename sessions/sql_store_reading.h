#pragma once

#include "libagent/base/result.h"
#include "libagent/session/archive.h"

#include <vector>

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionStore::load(). Throws Failure(unavailable) for a turn that is damaged.
std::vector<session::Turn> load_turns(SqlStoreContext& context, const session::SessionKey& key);

/// See SessionArchive::transcript(). A finished turn that is damaged shows as failed, with what is
/// wrong as its reason.
Result<session::Transcript> read_transcript(SqlStoreContext& context,
                                            const session::SessionKey& key);

}
