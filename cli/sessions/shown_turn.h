#pragma once

#include "libagent/session/archive.h"

#include <cstddef>
#include <string>

namespace askdb::cli {

/// What `askdb sessions show` says above the turns, as Markdown.
std::string shown_head(const session::Transcript& transcript);

/// One turn as Markdown for a person at a terminal: question, statements, answer, remarks.
std::string shown_turn(const session::KeptTurn& turn);

}
