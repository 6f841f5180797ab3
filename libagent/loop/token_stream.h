#pragma once

#include "libagent/chat/event.h"
#include "libagent/loop/answer_template.h"
#include "libagent/models/model.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::loop {

/// Passes streamed text on as events, and remembers whether any is to be seen. Borrows the sink.
class TokenStream : public models::TextSink {
  public:
    explicit TokenStream(chat::EventSink& sink) : sink_(sink) {}

    /// From now on values are filled into what is streamed, up to finish() or withdraw().
    void fill_from(const results::ResultStore& results, std::size_t table_rows) {
        template_.emplace(results, table_rows);
    }

    void on_text(std::string_view text) override {
        send(template_ ? template_->feed(text) : std::string(text));
    }

    /// The reply is whole: what was held back goes out.
    void finish() {
        if (template_) send(template_->finish());
        template_.reset();
    }

    /// What was streamed is not the answer.
    void withdraw(std::string_view reason) {
        template_.reset();
        if (!streamed_) return;
        streamed_ = false;
        sink_.receive(chat::Reset{std::string(reason)});
    }

  private:
    void send(std::string text) {
        if (text.empty()) return;
        streamed_ = true;
        sink_.receive(chat::Token{std::move(text)});
    }

    chat::EventSink& sink_;
    std::optional<AnswerTemplate> template_;
    bool streamed_ = false;
};

}
