#pragma once

#include "cli/command.h"
#include "cli/sessions/conversation_choice.h"
#include "cli/sessions/new_conversation_store.h"
#include "libagent/loop/ask.h"
#include "libagent/session/archive.h"

#include <memory>
#include <optional>

namespace askdb::cli {

/// Where a run that stays (the REPL) keeps its conversations: where the configuration says or,
/// with --ephemeral and where that cannot be used, in memory; the latter is told as a warning. A
/// run whose command line names a conversation goes nowhere without it: throws Failure then.
std::unique_ptr<session::SessionArchive> wire_sessions_of_run(const CommandContext& context);

/// Which conversation a run of `ask` goes on with or begins, and where it is kept. One that the
/// command line names must be kept there; a new one is asked also where that cannot be.
class RunConversation {
  public:
    /// Throws Failure and Stopped as choose_conversation() does and, for a conversation that is
    /// named, where there is no store.
    explicit RunConversation(const CommandContext& context);
    RunConversation(const RunConversation&) = delete;
    RunConversation& operator=(const RunConversation&) = delete;

    session::SessionStore& store() { return *store_; }
    const session::SessionKey& key() const { return chosen_.key; }

    /// Gives `conversation`, which is new, the results of one that is gone on with.
    void restore(loop::Conversation& conversation);

    /// What keeps the store small, once a day; when all has been said.
    void tidy_up();

  private:
    void keep_nothing();

    const CommandContext& context_;
    std::unique_ptr<session::SessionArchive> archive_;  ///< Null: nothing is kept.
    std::unique_ptr<session::SessionStore> no_store_;   ///< Then this.
    ChosenConversation chosen_;
    std::optional<NewConversationStore> forgiving_;
    session::SessionStore* store_ = nullptr;
};

}
