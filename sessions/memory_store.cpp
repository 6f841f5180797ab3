#include "sessions/memory_store.h"

#include "sessions/memory_search.h"
#include "sessions/memory_session.h"
#include "sessions/no_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

namespace askdb::sessions {
namespace {

using session::SessionKey;

/// The place in the list that SessionPage::next names: the pages before it are newer.
session::Moment place_in_list(const std::string& after) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), count);
    if (error != std::errc() || end != after.data() + after.size())
        throw Failure({Errc::bad_input, fmt::format("'{}' is no place in the list", after)});
    return session::Moment(session::Moment::duration(count));
}

class MemoryStore : public session::SessionArchive {
  public:
    std::vector<session::Turn> load(const SessionKey& key) override {
        const std::lock_guard lock(mutex_);
        const auto found = sessions_.find(key);
        return found == sessions_.end() ? std::vector<session::Turn>{} : found->second.in_force();
    }

    int begin_turn(const SessionKey& key, const session::TurnStart& start) override {
        const std::lock_guard lock(mutex_);
        return made(key).begin(start, tick());
    }

    void commit_turn(const SessionKey& key, int number, const session::Turn& turn) override {
        const std::lock_guard lock(mutex_);
        const auto found = sessions_.find(key);
        if (found == sessions_.end()) throw Failure(turn_was_removed(key.id, number));
        found->second.commit(number, turn, tick());
    }

    void fail_turn(const SessionKey& key, int number, const Error& why) noexcept override {
        try {
            const std::lock_guard lock(mutex_);
            const auto found = sessions_.find(key);
            if (found != sessions_.end()) found->second.fail(number, why, tick());
        } catch (const std::exception&) {
            // No memory for the reason: that it failed is noted by then.
        }
    }

    bool keeps_artifacts() const override { return true; }

    session::SessionPage list(const session::ListQuery& query) override;
    Result<session::SessionSummary> find(std::string_view user, std::string_view id) override;
    Result<session::Transcript> transcript(const SessionKey& key) override;
    session::SearchResult search(const session::SearchQuery& query) override;
    bool remove(const SessionKey& key) override;
    session::PruneReport prune(const session::Retention& retention, session::Moment now,
                               const SessionKey* spared) override;
    Result<std::string> fork(const SessionKey& key, int last_turn) override;
    std::optional<Error> rewind(const SessionKey& key, int last_turn) override;
    std::optional<Error> rename(const SessionKey& key, std::string_view title) override;
    void note(const SessionKey& key, std::string_view text, std::string_view metadata) override;
    std::vector<std::string> artifact_names(const SessionKey& key) override;
    std::vector<session::Artifact> artifacts(const SessionKey& key) override;
    Result<session::Artifact> artifact(const SessionKey& key, std::string_view name) override;
    std::string artifact_folder(const SessionKey&) override { return {}; }
    session::IntegrityReport check() override;

  private:
    MemorySession& made(const SessionKey& key) {
        return sessions_.try_emplace(key, key).first->second;
    }

    /// Never the same moment twice, so that what is newest is never in doubt.
    session::Moment tick() {
        const auto now =
            std::chrono::floor<session::Moment::duration>(std::chrono::system_clock::now());
        return last_tick_ = std::max(now, last_tick_ + session::Moment::duration(1));
    }

    /// Those of `user`, or all; newest first.
    std::vector<const MemorySession*> newest_first(const std::optional<std::string>& user) const {
        std::vector<const MemorySession*> list;
        for (const auto& [key, kept] : sessions_) {
            if (!user || key.user == *user) list.push_back(&kept);
        }
        std::sort(list.begin(), list.end(),
                  [](const auto* a, const auto* b) { return a->updated_at() > b->updated_at(); });
        return list;
    }

    std::mutex mutex_;  ///< Guards all below.
    std::map<SessionKey, MemorySession> sessions_;
    session::Moment last_tick_ = {};
    std::int64_t last_note_ = 0;
};

session::SessionPage MemoryStore::list(const session::ListQuery& query) {
    const std::lock_guard lock(mutex_);
    session::SessionPage page;
    const auto before = query.after.empty() ? session::Moment::max() : place_in_list(query.after);
    for (const MemorySession* kept : newest_first(query.user)) {
        if (kept->updated_at() >= before) continue;
        if (page.sessions.size() == query.limit) {
            if (!page.sessions.empty())
                page.next =
                    fmt::format("{}", page.sessions.back().updated_at.time_since_epoch().count());
            break;
        }
        page.sessions.push_back(kept->summary());
    }
    return page;
}

Result<session::SessionSummary> MemoryStore::find(std::string_view user, std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto exact = sessions_.find({std::string(user), std::string(id)});
    if (exact != sessions_.end()) return exact->second.summary();
    std::vector<std::string> ids, matches;
    for (const MemorySession* kept : newest_first(std::string(user))) {
        ids.push_back(kept->key().id);
        if (!id.empty() && ids.back().starts_with(id)) matches.push_back(ids.back());
    }
    if (matches.empty()) return no_such_session(id, ids);
    if (matches.size() > 1) return ambiguous_session(id, matches, matches.size());
    return sessions_.at({std::string(user), matches.front()}).summary();
}

Result<session::Transcript> MemoryStore::transcript(const SessionKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return no_such_session(key.id);
    return found->second.transcript();
}

session::SearchResult MemoryStore::search(const session::SearchQuery& query) {
    const std::lock_guard lock(mutex_);
    return search_sessions(newest_first(query.user), query);
}

bool MemoryStore::remove(const SessionKey& key) {
    const std::lock_guard lock(mutex_);
    return sessions_.erase(key) > 0;
}

session::PruneReport MemoryStore::prune(const session::Retention& retention, session::Moment now,
                                        const SessionKey* spared) {
    const std::lock_guard lock(mutex_);
    session::PruneReport report;
    std::uint64_t kept_bytes = 0;
    for (const auto& [key, kept] : sessions_) kept_bytes += kept.bytes();
    const std::vector<const MemorySession*> list = newest_first(std::nullopt);
    for (auto oldest = list.rbegin(); oldest != list.rend(); ++oldest) {
        const SessionKey key = (*oldest)->key();
        const bool is_old = retention.longest && now - (*oldest)->updated_at() > *retention.longest;
        const bool is_too_much = retention.most_bytes && kept_bytes > *retention.most_bytes;
        if ((!is_old && !is_too_much) || (spared != nullptr && *spared == key)) continue;
        const std::uint64_t bytes = (*oldest)->bytes();
        ++report.sessions;
        report.bytes += bytes;
        kept_bytes -= bytes;
        if (!retention.only_tell) sessions_.erase(key);
    }
    return report;
}

Result<std::string> MemoryStore::fork(const SessionKey& key, int last_turn) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return no_such_session(key.id);
    if (!found->second.has_turn(last_turn)) return no_such_turn(key.id, last_turn);
    const SessionKey copied{key.user, session::new_session_id()};
    sessions_.emplace(copied, found->second.copy(copied, last_turn, tick()));
    return copied.id;
}

std::optional<Error> MemoryStore::rewind(const SessionKey& key, int last_turn) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return no_such_session(key.id);
    if (last_turn != 0 && !found->second.has_turn(last_turn))
        return no_such_turn(key.id, last_turn);
    found->second.rewind(last_turn, tick());
    return std::nullopt;
}

std::optional<Error> MemoryStore::rename(const SessionKey& key, std::string_view title) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return no_such_session(key.id);
    found->second.rename(title);
    return std::nullopt;
}

void MemoryStore::note(const SessionKey& key, std::string_view text, std::string_view metadata) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return;  // There is nothing that it could be a remark on.
    const session::Moment now = tick();
    found->second.note({.id = ++last_note_,
                        .position = 0,
                        .type = session::EventType::system_event,
                        .text = std::string(text),
                        .metadata = std::string(metadata),
                        .created_at = now,
                        .updated_at = now});
}

std::vector<std::string> MemoryStore::artifact_names(const SessionKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    return found == sessions_.end() ? std::vector<std::string>{} : found->second.artifact_names();
}

std::vector<session::Artifact> MemoryStore::artifacts(const SessionKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    return found == sessions_.end() ? std::vector<session::Artifact>{} : found->second.artifacts();
}

Result<session::Artifact> MemoryStore::artifact(const SessionKey& key, std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return no_such_session(key.id);
    if (const session::Artifact* artifact = found->second.find_artifact(name)) return *artifact;
    std::vector<std::string> names;
    for (const session::Artifact& other : found->second.artifacts()) names.push_back(other.name);
    return no_such_artifact(key.id, name, names);
}

session::IntegrityReport MemoryStore::check() {
    const std::lock_guard lock(mutex_);
    session::IntegrityReport report{.sessions = sessions_.size()};
    for (const auto& [key, kept] : sessions_) {
        report.turns += kept.turns().size();
        for (const session::KeptTurn& turn : kept.turns())
            report.interrupted += turn.state == session::TurnState::interrupted ? 1 : 0;
    }
    return report;
}

}

std::unique_ptr<session::SessionArchive> make_memory_store() {
    return std::make_unique<MemoryStore>();
}

}
