#pragma once

#include "libagent/session/archive.h"
#include "sessions/memory_session.h"

#include <span>

namespace askdb::sessions {

/// Searches questions and answers, the newest turn first. What was taken back is left out.
session::SearchResult search_sessions(std::span<const MemorySession* const> sessions,
                                      const session::SearchQuery& query);

}
