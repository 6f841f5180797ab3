#pragma once

#include "libagent/base/json.h"
#include "sessions/export/export_input.h"

#include <string>

namespace askdb::sessions {

/// All that is known of a conversation, taken-back and unfinished turns included, as
/// conversation_schema() says. Rows are not in it: they are in its files, which it lists.
Json transcript_json(const ExportInput& input);

/// The same, as the summaries of a list have it: without turns, notes and files.
Json summary_json(const session::SessionSummary& summary);

/// transcript_json() as a document: indented, with a newline at its end.
std::string transcript_text(const ExportInput& input);

}
