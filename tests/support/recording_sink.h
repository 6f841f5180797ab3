#pragma once

#include "libagent/chat/event.h"

#include <string>
#include <vector>

namespace askdb::test {

/// Keeps every event of a turn.
class RecordingSink : public chat::EventSink {
  public:
    void receive(const chat::Event& event) override { events.push_back(event); }

    template <class E>
    std::vector<E> all() const {
        std::vector<E> found;
        for (const chat::Event& event : events) {
            if (const E* e = std::get_if<E>(&event)) found.push_back(*e);
        }
        return found;
    }

    /// The tokens after the last reset, joined: what the answer must equal.
    std::string streamed() const {
        std::string text;
        for (const chat::Event& event : events) {
            if (const auto* token = std::get_if<chat::Token>(&event)) text += token->text;
            if (std::holds_alternative<chat::Reset>(event)) text.clear();
        }
        return text;
    }

    std::vector<chat::Event> events;
};

}
