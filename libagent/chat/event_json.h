#pragma once

#include "libagent/base/json.h"
#include "libagent/chat/event.h"

namespace askdb::chat {

/// The one canonical spelling of an event: `{"type": "token", "content": "…"}`. `--output
/// stream-json` prints these, one a line.
Json event_json(const Event& event);

/// A finished turn as one object: the answer of `--output json`, and the body of a `complete`
/// event.
Json answer_json(const Answer& answer);

/// `{"type": "snake_case", "message": "…", "hint": "…"}`.
Json error_json(const Error& error);

}
