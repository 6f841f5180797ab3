#pragma once

#include "libagent/session/archive.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::sessions {

/// One conversation as the memory store holds it. Not synchronised: its store is.
class MemorySession {
  public:
    explicit MemorySession(session::SessionKey key) { summary_.key = std::move(key); }

    /// Gives the new turn's number; 0 while the last one still runs.
    int begin(const session::TurnStart& start, session::Moment now);
    /// Throws Failure(unavailable) when no turn of that number runs.
    void commit(int number, const session::Turn& turn, session::Moment now);
    /// Of a turn that does not run it tells nothing.
    void fail(int number, const Error& why, session::Moment now);

    /// Finished turns that are in force; see SessionStore::load().
    std::vector<session::Turn> in_force() const;
    bool has_turn(int number) const;
    void rewind(int last_turn, session::Moment now);
    void rename(std::string_view title) { summary_.title = title; }
    void note(session::ConversationEvent event);
    /// What is in force up to `last_turn`, as a conversation of its own; its turns count from 1.
    MemorySession copy(session::SessionKey key, int last_turn, session::Moment now) const;

    const session::SessionKey& key() const { return summary_.key; }
    const std::string& title() const { return summary_.title; }
    session::SessionSummary summary() const;
    session::Transcript transcript() const;
    const std::vector<session::KeptTurn>& turns() const { return turns_; }
    session::Moment updated_at() const { return summary_.updated_at; }

    /// Of all files, those of turns that were taken back included.
    std::vector<std::string> artifact_names() const;
    std::vector<session::Artifact> artifacts() const;
    const session::Artifact* find_artifact(std::string_view name) const;
    /// Of texts and artifacts.
    std::uint64_t bytes() const;

  private:
    struct KeptArtifact {
        int turn;
        session::Artifact artifact;
    };

    session::KeptTurn* find_running(int number);
    bool is_in_force(int number) const;
    void keep_artifact(int turn, const session::Artifact& artifact);

    session::SessionSummary summary_;  ///< Without what summary() counts.
    std::vector<session::KeptTurn> turns_;
    std::vector<KeptArtifact> artifacts_;  ///< In the order in which they were made.
    std::vector<session::ConversationEvent> notes_;
};

}
