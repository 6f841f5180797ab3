#pragma once

#include "libagent/base/result.h"
#include "libagent/database/rows.h"
#include "libagent/session/archive.h"
#include "sessions/export/export_format.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::sessions {

/// The rows that the conversation keeps behind a handle ("r1"); nothing where only the statement is
/// kept, or the file is damaged.
std::optional<database::Rows> kept_rows(session::SessionArchive& archive,
                                        const session::SessionKey& key, std::string_view handle);

/// The conversation as a document, with the rows that are kept; Errc::bad_input when there is no
/// such conversation. Throws as ExportFormat::make and the archive do.
Result<std::string> export_conversation(session::SessionArchive& archive,
                                        const session::SessionKey& key, const ExportFormat& format);

}
