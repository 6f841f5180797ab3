#include "libagent/loop/ask.h"

#include "libagent/loop/ask_turn.h"

#include <exception>

namespace askdb::loop {
namespace {

void tell_failed(chat::EventSink& sink, const std::string& session_id, const Error& error) {
    try {
        sink.receive(chat::Failed{error, session_id});
    } catch (...) {
        // A sink of somebody else's; what ended the turn is what the caller must see.
    }
}

}

chat::Answer ask(const Agent& agent, Conversation& conversation, const Question& question,
                 const TurnListener& listener) {
    FinishedTurn turn;
    try {
        turn = Turn({agent, conversation, listener.sink, listener.stop}, question).run();
    } catch (...) {
        tell_failed(listener.sink, conversation.session_id, error_of(std::current_exception()));
        throw;
    }
    for (const chat::ArtifactSaved& saved : turn.saved) listener.sink.receive(saved);
    listener.sink.receive(chat::Completed{turn.answer});
    return std::move(turn.answer);
}

}
