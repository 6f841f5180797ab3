#include "sessions/sql_store_artifacts.h"

#include "sessions/no_session.h"
#include "sessions/row_values.h"
#include "sessions/sql_store_context.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::sessions {
namespace {

using database::OwnConnection;
using session::Artifact;
using session::SessionKey;

/// The artifact without its bytes; metadata that is damaged is as good as none.
Artifact shown_artifact(const SqlStoreContext& context, const SessionKey& key,
                        const KeptArtifact& kept) {
    Result<std::string> metadata = context.opened(kept.metadata, artifact_place(key, kept.name));
    return {.kind = kept.kind,
            .name = kept.name,
            .metadata = metadata ? std::move(metadata).value() : std::string()};
}

/// Nothing: there is no such conversation.
std::optional<std::vector<KeptArtifact>> artifacts_of(SqlStoreContext& context,
                                                      const SessionKey& key) {
    std::optional<std::vector<KeptArtifact>> kept;
    context.read([&](OwnConnection& connection) {
        kept.reset();
        if (const auto pk = find_session(connection, key)) kept = read_artifacts(connection, *pk);
    });
    return kept;
}

}

void NewFiles::remember(const std::string& name) {
    Result<std::string> before = context_.artifacts()->read(key_, name, {});
    undo_.push_back({name, before.ok(), before ? std::move(before).value() : std::string()});
}

std::vector<KeptArtifact> NewFiles::write(int turn, std::span<const Artifact> artifacts) {
    std::vector<KeptArtifact> kept;
    if (context_.artifacts() == nullptr) return kept;
    for (const Artifact& artifact : artifacts) {
        if (auto error = bad_artifact_name(artifact.name)) throw Failure(std::move(*error));
        remember(artifact.name);
        const KeptFile file = context_.artifacts()->write(key_, artifact.name, artifact.bytes);
        kept.push_back(
            {.turn = turn,
             .kind = artifact.kind,
             .name = artifact.name,
             .bytes = file.bytes,
             .digest = file.digest,
             .metadata = context_.sealed(artifact.metadata, artifact_place(key_, artifact.name))});
    }
    return kept;
}

NewFiles::~NewFiles() {
    for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) {
        try {
            if (undo->was_there) {
                context_.artifacts()->write(key_, undo->name, undo->bytes);
            } else {
                context_.artifacts()->remove(key_, undo->name);
            }
        } catch (const Failure&) {
            // The disk fails: what is left over is found by check().
        }
    }
    if (undo_.empty()) return;
    try {
        // Not even an empty folder stays of a conversation that was removed meanwhile.
        if (context_.artifacts()->names(key_).empty()) context_.artifacts()->remove_all(key_);
    } catch (const Failure&) {
        // As above.
    }
}

void keep_artifacts(OwnConnection& connection, std::int64_t session_pk,
                    std::span<const KeptArtifact> artifacts) {
    for (const KeptArtifact& artifact : artifacts) {
        connection.run("DELETE FROM askdb_artifacts WHERE session_pk = ? AND name = ?",
                       {session_pk, std::string_view(artifact.name)});
        connection.run(
            "INSERT INTO askdb_artifacts (session_pk, turn, kind, name, bytes, digest, metadata) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            {session_pk, std::int64_t{artifact.turn}, std::string_view(artifact.kind),
             std::string_view(artifact.name), static_cast<std::int64_t>(artifact.bytes),
             std::string_view(artifact.digest), std::string_view(artifact.metadata)});
    }
}

std::vector<KeptArtifact> read_artifacts(OwnConnection& connection, std::int64_t session_pk) {
    const database::OwnResult result = connection.run(
        "SELECT a.turn, a.kind, a.name, a.bytes, a.digest, a.metadata FROM askdb_artifacts a "
        "JOIN askdb_turns t ON t.session_pk = a.session_pk AND t.number = a.turn "
        "WHERE a.session_pk = ? AND t.state = 'finished' AND t.is_taken_back = 0 ORDER BY a.id",
        {session_pk});
    std::vector<KeptArtifact> artifacts;
    for (std::size_t row = 0; row < result.rows.row_count(); ++row) {
        RowReader reader(result.rows, row);
        KeptArtifact artifact;
        artifact.turn = reader.small();
        artifact.kind = reader.text();
        artifact.name = reader.text();
        artifact.bytes = static_cast<std::uint64_t>(reader.integer());
        artifact.digest = reader.text();
        artifact.metadata = reader.text();
        artifacts.push_back(std::move(artifact));
    }
    return artifacts;
}

std::vector<std::string> list_artifact_names(SqlStoreContext& context, const SessionKey& key) {
    std::vector<std::string> names;
    context.read([&](OwnConnection& connection) {
        names.clear();
        const database::OwnResult result = connection.run(
            "SELECT a.name FROM askdb_artifacts a JOIN askdb_sessions s ON s.pk = a.session_pk "
            "WHERE s.user_name = ? AND s.id = ?",
            {std::string_view(key.user), std::string_view(key.id)});
        for (std::size_t row = 0; row < result.rows.row_count(); ++row)
            names.push_back(RowReader(result.rows, row).text());
    });
    return names;
}

std::vector<Artifact> list_artifacts(SqlStoreContext& context, const SessionKey& key) {
    std::vector<Artifact> shown;
    for (const KeptArtifact& kept :
         artifacts_of(context, key).value_or(std::vector<KeptArtifact>()))
        shown.push_back(shown_artifact(context, key, kept));
    return shown;
}

Result<Artifact> read_artifact(SqlStoreContext& context, const SessionKey& key,
                               std::string_view name) {
    const std::optional<std::vector<KeptArtifact>> kept = artifacts_of(context, key);
    if (!kept) return no_such_session(key.id);
    const auto found = std::find_if(kept->begin(), kept->end(),
                                    [&](const KeptArtifact& other) { return other.name == name; });
    if (found == kept->end() || context.artifacts() == nullptr) {
        std::vector<std::string> names;
        for (const KeptArtifact& other : *kept) names.push_back(other.name);
        return no_such_artifact(key.id, name, names);
    }
    Result<std::string> bytes = context.artifacts()->read(key, name, found->digest);
    if (!bytes) return bytes.error();
    Artifact artifact = shown_artifact(context, key, *found);
    artifact.bytes = std::move(bytes).value();
    return artifact;
}

}
