#pragma once

#include "libagent/base/result.h"
#include "libagent/database/own_connection.h"
#include "libagent/session/archive.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::sessions {

class SqlStoreContext;

/// A summary, and the number of its row.
struct FoundSession {
    std::int64_t pk = 0;
    session::SessionSummary summary = {};
};

/// Nothing: there is no such conversation.
std::optional<FoundSession> read_summary(database::OwnConnection& connection,
                                         const SqlStoreContext& context,
                                         const session::SessionKey& key);

/// A title as a person reads it; empty for one that is damaged.
std::string shown_title(const SqlStoreContext& context, const session::SessionKey& key,
                        const std::string& kept);

/// How a turn ended whose row says `state`, begun by that process; `is_newest` of its conversation:
/// a process has one turn at a time in each.
session::TurnState turn_state(std::string_view state, std::string_view process, bool is_newest);

/// See SessionArchive::list() and find().
session::SessionPage list_sessions(SqlStoreContext& context, const session::ListQuery& query);
Result<session::SessionSummary> find_by_prefix(SqlStoreContext& context, std::string_view user,
                                               std::string_view id_or_prefix);

}
