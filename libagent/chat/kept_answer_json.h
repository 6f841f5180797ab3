#pragma once

#include "libagent/base/json.h"
#include "libagent/chat/event.h"

namespace askdb::chat {

/// An answer as a session keeps it: all of it but `response`, which is kept beside it. Where
/// answer_json() has the same thing it has the same name here; the arguments of a step are the
/// model's own text. Numbers that JSON cannot say (NaN) become 0, or nothing.
Json kept_answer_json(const Answer& answer);

/// The same answer, without its `response`. Errc::bad_input names the field that is missing or
/// wrong; unknown ones are passed over.
Result<Answer> kept_answer_of(const Json& json);

}
