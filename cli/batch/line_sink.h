#pragma once

#include "cli/batch/turn_line.h"
#include "cli/render/messages.h"
#include "libagent/chat/event.h"

#include <utility>
#include <variant>

namespace askdb::cli {

/// Hands the events of one turn to the line, a failure's words without secrets.
class LineSink : public chat::EventSink {
  public:
    LineSink(TurnLine& line, BatchTurn& turn, Messages& messages)
        : line_(line), turn_(turn), messages_(messages) {}

    void receive(const chat::Event& event) override {
        chat::Event harmless = event;
        if (auto* failed = std::get_if<chat::Failed>(&harmless)) {
            failed->error.message = messages_.without_secrets(failed->error.message);
            failed->error.hint = messages_.without_secrets(failed->error.hint);
        }
        line_.tell(turn_, std::move(harmless));
    }

  private:
    TurnLine& line_;
    BatchTurn& turn_;
    Messages& messages_;
};

/// For a turn of which only the end is shown.
class ForgetfulSink : public chat::EventSink {
  public:
    void receive(const chat::Event&) override {}
};

}
