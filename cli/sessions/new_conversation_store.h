#pragma once

#include "libagent/session/store.h"

namespace askdb::cli {

class Messages;

/// Keeps a conversation that nobody asked to be kept: one of a single question, which shall be
/// answered also where the store cannot be reached, written to or used. Then it says so once, and
/// keeps nothing. Used by one turn.
class NewConversationStore : public session::SessionStore {
  public:
    /// Borrows both.
    NewConversationStore(session::SessionStore& kept, Messages& messages)
        : kept_(kept), messages_(messages) {}

    /// There are none: it is new.
    std::vector<session::Turn> load(const session::SessionKey&) override { return {}; }
    int begin_turn(const session::SessionKey& key, const session::TurnStart& start) override;
    void commit_turn(const session::SessionKey& key, int turn,
                     const session::Turn& result) override;
    void fail_turn(const session::SessionKey& key, int turn, const Error& why) noexcept override;
    bool keeps_artifacts() const override { return is_kept_ && kept_.keeps_artifacts(); }
    std::string artifact_path(const session::SessionKey& key, std::string_view name) const override;

    bool is_kept() const { return is_kept_; }

  private:
    void give_up(const Error& why);

    session::SessionStore& kept_;
    Messages& messages_;
    bool is_kept_ = true;
};

}
