#include "sessions/export/export_conversation.h"

#include "libagent/loop/kept_result_json.h"
#include "libagent/results/exact_csv.h"

#include <string>

namespace askdb::sessions {

std::optional<database::Rows> kept_rows(session::SessionArchive& archive,
                                        const session::SessionKey& key, std::string_view handle) {
    const Result<session::Artifact> file = archive.artifact(key, std::string(handle) + ".csv");
    if (!file) return std::nullopt;
    const Result<loop::KeptResult> kept = loop::kept_result_of(file.value().metadata);
    if (!kept) return std::nullopt;
    Result<database::Rows> rows = results::rows_of_csv(file.value().bytes, kept.value().columns);
    if (!rows) return std::nullopt;
    rows.value().truncated = kept.value().truncated;
    return std::move(rows).value();
}

Result<std::string> export_conversation(session::SessionArchive& archive,
                                        const session::SessionKey& key,
                                        const ExportFormat& format) {
    const Result<session::Transcript> transcript = archive.transcript(key);
    if (!transcript) return transcript.error();
    const std::vector<session::Artifact> artifacts = archive.artifacts(key);
    return format.make(
        {.transcript = transcript.value(),
         .artifacts = artifacts,
         .rows = [&](std::string_view handle) { return kept_rows(archive, key, handle); }});
}

}
