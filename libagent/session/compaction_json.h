#pragma once

#include "libagent/session/conversation_event.h"
#include "libagent/session/store.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::session {

/// The text of the note (SessionArchive::note) by which a person shortens a conversation: from then
/// on SessionStore::load() gives its turns up to that number as keep_question_and_answer() leaves
/// them. What is kept stays whole.
inline constexpr std::string_view compacted_note = "compacted";

/// The note's metadata: {"last_turn": 7}.
std::string compacted_metadata(int last_turn);

/// Up to which turn a conversation with these notes is shortened; 0: it is not.
int compacted_up_to(std::span<const ConversationEvent> notes);

/// Makes two messages of a turn: the question, with one line for each result of the turn (its
/// handle, rows and the beginning of its SQL; at most 5, the last ones), and the answer. Tool
/// calls, their results and what came along with the question go. Nothing else of the turn changes.
void keep_question_and_answer(Turn& turn);

}
