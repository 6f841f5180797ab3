#pragma once

#include "libagent/chat/event.h"
#include "libagent/models/model.h"

#include <string>
#include <string_view>

namespace askdb::loop {

/// Passes streamed text on as events, and remembers whether any is to be seen.
class TokenStream : public models::TextSink {
  public:
    explicit TokenStream(chat::EventSink& sink) : sink_(sink) {}

    void on_text(std::string_view text) override {
        if (text.empty()) return;
        streamed_ = true;
        sink_.receive(chat::Token{std::string(text)});
    }

    /// What was streamed is not the answer.
    void withdraw(std::string_view reason) {
        if (!streamed_) return;
        streamed_ = false;
        sink_.receive(chat::Reset{std::string(reason)});
    }

  private:
    chat::EventSink& sink_;
    bool streamed_ = false;
};

}
