#pragma once

#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "libagent/chat/event.h"

#include <string>

namespace askdb::cli {

/// What stderr tells of a turn while it runs: the spinner's words and, when `verbose`, every
/// statement with its rows and time.
class Narration : public chat::EventSink {
  public:
    Narration(Messages& messages, Progress& progress, std::string model, bool verbose)
        : messages_(messages), progress_(progress), model_(std::move(model)), verbose_(verbose) {}
    void receive(const chat::Event& event) override;

  private:
    Messages& messages_;
    Progress& progress_;
    std::string model_;
    bool verbose_;
};

/// A statement with its rows and time, for -v.
void tell_step(Messages& messages, const chat::Step& step);

/// "offline: 2 tool calls, 310 + 42 tokens, model 8 ms, SQL 1 ms, 12 ms in all", for -v.
std::string turn_summary(const chat::Answer& answer);

}
