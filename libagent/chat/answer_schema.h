#pragma once

#include <string>

namespace askdb::chat {

/// JSON Schema (draft 2020-12) of what event_json.h writes, indented, with a newline at its end.
/// Objects of ours allow no other member, so that a change of the codec is seen; `id` and
/// `question` stand in the lines of a batch only.
/// https://json-schema.org/draft/2020-12/schema

/// What `--output json` prints: a finished answer, a failure, or a change that was made.
std::string answer_schema();

/// One line of `--output stream-json`.
std::string events_schema();

}
