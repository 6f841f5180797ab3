#pragma once

#include "libagent/base/result.h"
#include "libagent/database/own_connection.h"
#include "libagent/session/store.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::sessions {

class SqlStoreContext;

/// The row of an artifact; its bytes are in a file.
struct KeptArtifact {
    int turn = 0;
    std::string kind = {};
    std::string name = {};
    std::uint64_t bytes = 0;    ///< Of the file.
    std::string digest = {};    ///< See ArtifactFolder.
    std::string metadata = {};  ///< As it is kept: sealed.
};

/// The files of a turn that is about to be kept: unless keep() is called, they go, and what they
/// took the place of comes back.
class NewFiles {
  public:
    /// Borrows both.
    NewFiles(SqlStoreContext& context, const session::SessionKey& key)
        : context_(context), key_(key) {}
    ~NewFiles();
    NewFiles(const NewFiles&) = delete;
    NewFiles& operator=(const NewFiles&) = delete;

    /// Writes the files of a turn; what their rows shall hold. None where files are not kept.
    /// Throws as ArtifactFolder::write() does.
    std::vector<KeptArtifact> write(int turn, std::span<const session::Artifact> artifacts);
    void keep() { undo_.clear(); }

  private:
    struct Undo {
        std::string name;
        bool was_there;
        std::string bytes;
    };
    void remember(const std::string& name);

    SqlStoreContext& context_;
    const session::SessionKey& key_;
    std::vector<Undo> undo_;
};

/// Puts the rows to those of the conversation, in the place of those of the same names.
void keep_artifacts(database::OwnConnection& connection, std::int64_t session_pk,
                    std::span<const KeptArtifact> artifacts);

/// Those of turns that are in force, in the order in which they were made.
std::vector<KeptArtifact> read_artifacts(database::OwnConnection& connection,
                                         std::int64_t session_pk);

/// See SessionStore::artifact_names(), artifacts() and artifact().
std::vector<std::string> list_artifact_names(SqlStoreContext& context,
                                             const session::SessionKey& key);
std::vector<session::Artifact> list_artifacts(SqlStoreContext& context,
                                              const session::SessionKey& key);
Result<session::Artifact> read_artifact(SqlStoreContext& context, const session::SessionKey& key,
                                        std::string_view name);

}
