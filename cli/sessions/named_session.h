#pragma once

#include "cli/command.h"
#include "libagent/session/archive.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Whose conversations `askdb sessions` is about: those of --user, else one's own.
std::string named_user(const CommandContext& context);
/// The same where --all-users may say everybody's: nothing.
std::optional<std::string> named_users(const CommandContext& context);

/// The user's conversation that is called `id`, or alone begins so; the newest for an empty id.
/// Throws Failure(usage) when there is none.
session::SessionSummary named_session(const CommandContext& context,
                                      session::SessionArchive& archive, std::string_view id);

/// The same by the first word behind the verb, which may be missing.
session::SessionSummary named_session(const CommandContext& context,
                                      session::SessionArchive& archive);

}
