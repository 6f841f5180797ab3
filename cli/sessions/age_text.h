#pragma once

#include "libagent/session/conversation_event.h"

#include <string>

namespace askdb::cli {

session::Moment moment_now();

/// How long ago it was, as a person says it: "just now", "5 min ago", "3 h ago", "yesterday",
/// "12 days ago", then the date: "2026-03-01". In UTC, whatever the clock of the machine shows.
std::string age_text(session::Moment then, session::Moment now);

}
