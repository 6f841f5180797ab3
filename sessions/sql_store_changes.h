#pragma once

#include "libagent/base/result.h"
#include "libagent/session/archive.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::sessions {

class SqlStoreContext;

/// See SessionArchive::rewind(), rename() and note().
std::optional<Error> rewind_session(SqlStoreContext& context, const session::SessionKey& key,
                                    int last_turn);
std::optional<Error> rename_session(SqlStoreContext& context, const session::SessionKey& key,
                                    std::string_view title);
/// Nothing is noted on a conversation that is not there.
void note_on_session(SqlStoreContext& context, const session::SessionKey& key,
                     std::string_view text, std::string_view metadata);

}
