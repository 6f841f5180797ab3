#include "cli/sessions/new_conversation_store.h"

#include "cli/render/messages.h"

#include <fmt/format.h>

namespace askdb::cli {

void NewConversationStore::give_up(const Error& why) {
    is_kept_ = false;
    messages_.say(fmt::format("⚠ this conversation is not kept: {}{}", why.message,
                              why.hint.empty() ? "" : fmt::format(" ({})", why.hint)),
                  Tone::warning);
}

int NewConversationStore::begin_turn(const session::SessionKey& key,
                                     const session::TurnStart& start) {
    try {
        return kept_.begin_turn(key, start);
    } catch (const Failure& failure) {
        give_up(failure.error());
        return 1;
    }
}

void NewConversationStore::commit_turn(const session::SessionKey& key, int turn,
                                       const session::Turn& result) {
    if (!is_kept_) return;
    try {
        kept_.commit_turn(key, turn, result);
    } catch (const Failure& failure) {
        give_up(failure.error());
    }
}

void NewConversationStore::fail_turn(const session::SessionKey& key, int turn,
                                     const Error& why) noexcept {
    if (is_kept_) kept_.fail_turn(key, turn, why);
}

std::string NewConversationStore::artifact_path(const session::SessionKey& key,
                                                std::string_view name) const {
    return is_kept_ ? kept_.artifact_path(key, name) : std::string();
}

}
