#pragma once

#include "libagent/base/result.h"
#include "libagent/session/conversation_event.h"
#include "libagent/session/store.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::session {

/// A text as every database takes it: valid UTF-8 without NUL (which is valid, and yet PostgreSQL
/// takes it in no text); U+FFFD stands for what is neither. Pure.
std::string text_to_keep(std::string_view text);

/// A turn as the events of a conversation: one `user_message` (the question), then its messages in
/// their order, and one `agent_response` (the answer). A `tool_call` holds the model's arguments, a
/// `tool_result` what the model read, and a `system_event` any other message that was part of the
/// turn. `position` counts from 0; ids, turn and moments are left to the store. The first event
/// says nothing that is not known when a turn begins: its metadata is the store's. Texts are those
/// of text_to_keep(). The turn's artifacts are kept elsewhere.
std::vector<ConversationEvent> events_of(const Turn& turn);

/// The turn that the events are, in their order; a `system_event` that is no message is passed
/// over. Errc::bad_input says what is wrong where some are missing or damaged: there is no half a
/// turn.
Result<Turn> turn_of(std::span<const ConversationEvent> events);

}
