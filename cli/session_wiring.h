#pragma once

#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/database_choice.h"
#include "libagent/base/result.h"
#include "libagent/session/archive.h"

#include <memory>
#include <optional>
#include <string>

namespace askdb::cli {

/// Whose conversations these are: the user's name on this system, from LOGNAME or USER, else from
/// the system's list of users.
std::string session_user(const Environment& environment);

/// Why no conversation is kept although nothing is wrong: it is turned off, or there is no home
/// folder to keep it in. Nothing: they are kept. Errc::usage.
std::optional<Error> why_nothing_is_kept(const Config& config, const Environment& environment);

/// What `[sessions] store` leads to: an SQLite file (that need not be there) or a server.
/// Errc::usage for what can keep no conversations, and where there is no folder to keep them in.
Result<DatabaseChoice> choose_sessions_store(const Config& config, const SecretSources& secrets);

/// Where conversations are kept, as the configuration says; opens nothing yet, see
/// sessions::make_sql_store(). Errc::usage says why there is no such place: it is turned off, there
/// is no home folder, or the configuration cannot work. Throws Stopped while a secret is waited
/// for.
Result<std::unique_ptr<session::SessionArchive>> wire_sessions(const CommandContext& context);

/// The same for commands that are about conversations: throws Failure instead.
std::unique_ptr<session::SessionArchive> wire_sessions_or_throw(const CommandContext& context);

}
