#pragma once

#include "cli/render/output.h"
#include "libagent/session/archive.h"
#include "sessions/export/export_input.h"

#include <span>
#include <string>

namespace askdb::cli {

// What `askdb sessions … --output json` prints: one object on one line each.

/// {"sessions": [{"id", "user", "title", "agent", "model", "databases", "created_at", "updated_at",
/// "turn_count", "state", "artifact_bytes"}], "has_more"}.
void print_sessions_json(Output& output, const session::SessionPage& page);

/// {"hits": [{"id", "user", "title", "turn", "type", "at", "excerpt", "marks"}], "was_scanned"}.
void print_hits_json(Output& output, const session::SearchResult& result);

/// The conversation as `askdb schema conversation` says.
void print_transcript_json(Output& output, const sessions::ExportInput& input);

/// {"deleted": [ids]}.
void print_deleted_json(Output& output, std::span<const session::SessionSummary> deleted);

/// {"sessions", "bytes", "dry_run"}.
void print_pruned_json(Output& output, const session::PruneReport& report, bool is_dry_run);

/// {"ok", "exit_code", "problems", "sessions", "turns", "interrupted"}.
void print_integrity_json(Output& output, const session::IntegrityReport& report, int exit_code);

}
