#pragma once

#include "libagent/session/conversation_event.h"

#include <string>

namespace askdb::sessions {

/// "2026-11-30".
std::string date_text(session::Moment moment);
/// "2026-11-30 08:05 UTC".
std::string minute_text(session::Moment moment);
/// "2026-11-30T08:05:07.123456Z" (ISO 8601), to the microsecond.
std::string iso_text(session::Moment moment);

}
