#include "sessions/sql_store.h"

#include "sessions/sql_store_artifacts.h"
#include "sessions/sql_store_changes.h"
#include "sessions/sql_store_check.h"
#include "sessions/sql_store_context.h"
#include "sessions/sql_store_fork.h"
#include "sessions/sql_store_reading.h"
#include "sessions/sql_store_search.h"
#include "sessions/sql_store_summaries.h"
#include "sessions/sql_store_turns.h"
#include "sessions/sql_store_upkeep.h"

#include <filesystem>
#include <utility>

namespace askdb::sessions {
namespace {

using session::SessionKey;

class SqlStore : public session::SessionArchive {
  public:
    explicit SqlStore(SqlStoreOptions options) : context_(std::move(options)) {}

    std::vector<session::Turn> load(const SessionKey& key) override {
        return load_turns(context_, key);
    }
    int begin_turn(const SessionKey& key, const session::TurnStart& start) override {
        return sessions::begin_turn(context_, key, start);
    }
    void commit_turn(const SessionKey& key, int turn, const session::Turn& result) override {
        sessions::commit_turn(context_, key, turn, result);
    }
    void fail_turn(const SessionKey& key, int turn, const Error& why) noexcept override {
        try {
            sessions::fail_turn(context_, key, turn, why);
        } catch (const std::exception&) {
            context_.give_up(key, turn);  // It then shows as interrupted.
        }
    }
    bool keeps_artifacts() const override { return context_.artifacts() != nullptr; }
    std::string artifact_path(const SessionKey& key, std::string_view name) const override;

    session::SessionPage list(const session::ListQuery& query) override {
        return list_sessions(context_, query);
    }
    Result<session::SessionSummary> find(std::string_view user,
                                         std::string_view id_or_prefix) override {
        return find_by_prefix(context_, user, id_or_prefix);
    }
    Result<session::Transcript> transcript(const SessionKey& key) override {
        return read_transcript(context_, key);
    }
    session::SearchResult search(const session::SearchQuery& query) override {
        return search_store(context_, query);
    }
    bool remove(const SessionKey& key) override { return remove_session(context_, key); }
    session::PruneReport prune(const session::Retention& retention, session::Moment now,
                               const SessionKey* spared) override {
        return prune_sessions(context_, retention, now, spared);
    }
    Result<std::string> fork(const SessionKey& key, int last_turn) override {
        return fork_session(context_, key, last_turn);
    }
    std::optional<Error> rewind(const SessionKey& key, int last_turn) override {
        return rewind_session(context_, key, last_turn);
    }
    std::optional<Error> rename(const SessionKey& key, std::string_view title) override {
        return rename_session(context_, key, title);
    }
    void note(const SessionKey& key, std::string_view text, std::string_view metadata) override {
        note_on_session(context_, key, text, metadata);
    }
    std::vector<std::string> artifact_names(const SessionKey& key) override {
        return list_artifact_names(context_, key);
    }
    std::vector<session::Artifact> artifacts(const SessionKey& key) override {
        return list_artifacts(context_, key);
    }
    Result<session::Artifact> artifact(const SessionKey& key, std::string_view name) override {
        return read_artifact(context_, key, name);
    }
    std::string artifact_folder(const SessionKey& key) override;
    session::IntegrityReport check() override { return check_store(context_); }

  private:
    SqlStoreContext context_;
};

std::string SqlStore::artifact_path(const SessionKey& key, std::string_view name) const {
    if (!keeps_artifacts() || context_.is_encrypted() || bad_artifact_name(name)) return {};
    const std::filesystem::path path =
        std::filesystem::path(context_.artifacts()->path(key)) / name;
    std::error_code unreadable;
    return std::filesystem::is_regular_file(path, unreadable) ? path.string() : std::string();
}

std::string SqlStore::artifact_folder(const SessionKey& key) {
    if (!keeps_artifacts()) return {};
    std::string path = context_.artifacts()->path(key);
    std::error_code unreadable;
    return std::filesystem::is_directory(path, unreadable) ? path : std::string();
}

}

std::unique_ptr<session::SessionArchive> make_sql_store(SqlStoreOptions options) {
    return std::make_unique<SqlStore>(std::move(options));
}

}
