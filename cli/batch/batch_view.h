#pragma once

#include "cli/batch/questions.h"
#include "cli/batch/turn_end.h"
#include "cli/command.h"
#include "libagent/chat/event.h"

#include <memory>

namespace askdb::cli {

class Progress;

/// What many questions show on stdout, one after the other. The end of a turn that was stopped
/// shows nothing.
class BatchView {
  public:
    virtual ~BatchView() = default;

    /// Whether receive() has a use; without, end() is enough.
    virtual bool wants_events() const { return false; }
    virtual void begin(const ListedQuestion&) {}
    virtual void receive(const ListedQuestion&, const chat::Event&) {}
    virtual void end(const ListedQuestion& question, const TurnEnd& end) = 0;
};

/// The one that --output or --sql asks for. Borrows both.
std::unique_ptr<BatchView> make_batch_view(const CommandContext& context, Progress& progress);

}
