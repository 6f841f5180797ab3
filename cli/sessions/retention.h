#pragma once

#include "cli/command.h"
#include "cli/config/config.h"
#include "libagent/session/archive.h"

namespace askdb::cli {

/// What [sessions] lets be kept; nothing set where it has no limit.
session::Retention configured_retention(const SessionsConfig& settings);

/// Takes away what is more than the configuration lets be kept, but never `spared`, when the last
/// time was a day ago: after a front end's work, so that nobody waits for it. What fails is told as
/// a warning, and tried again a day later.
void apply_retention(const CommandContext& context, session::SessionArchive& archive,
                     const session::SessionKey& spared);

}
