#pragma once

#include "libagent/session/store.h"

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionStore::begin_turn().
int begin_turn(SqlStoreContext& context, const session::SessionKey& key,
               const session::TurnStart& start);

/// See SessionStore::commit_turn().
void commit_turn(SqlStoreContext& context, const session::SessionKey& key, int turn,
                 const session::Turn& result);

/// See SessionStore::fail_turn(), but throws.
void fail_turn(SqlStoreContext& context, const session::SessionKey& key, int turn,
               const Error& why);

}
