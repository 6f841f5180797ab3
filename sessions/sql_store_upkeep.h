#pragma once

#include "libagent/session/archive.h"

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionArchive::remove().
bool remove_session(SqlStoreContext& context, const session::SessionKey& key);

/// See SessionArchive::prune(). A conversation whose turn runs is spared as well.
session::PruneReport prune_sessions(SqlStoreContext& context, const session::Retention& retention,
                                    session::Moment now, const session::SessionKey* spared);

}
