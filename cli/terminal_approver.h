#pragma once

#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/terminal.h"
#include "libagent/tools/approval.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Asks at the terminal: the question goes to stderr, the answer comes from the terminal that
/// controls the program, else from stdin. Both must be terminals. Only "y" and "yes" mean yes.
class TerminalApprover : public tools::Approver {
  public:
    /// Borrows all; `progress` makes room for the question.
    TerminalApprover(Messages& messages, Progress& progress, const Terminal& terminal);
    /// The same with answers from `keyboard`, a descriptor that is borrowed; -1: nobody is there.
    TerminalApprover(Messages& messages, Progress& progress, const Terminal& terminal,
                     int keyboard);
    ~TerminalApprover() override;
    TerminalApprover(const TerminalApprover&) = delete;
    TerminalApprover& operator=(const TerminalApprover&) = delete;

    std::optional<Error> cannot_ask() const override;
    tools::Approval ask(const tools::WriteProposal& proposal, std::stop_token stop) override;

  private:
    void show(const tools::WriteProposal& proposal);

    Messages& messages_;
    Progress& progress_;
    const Terminal& terminal_;
    int keyboard_ = -1;  ///< Where answers come from; -1: nobody is there.
    bool owns_keyboard_ = false;
};

/// A statement as the question shows it: every line behind a margin that it cannot leave, folded to
/// `width` columns, with what terminals would obey made visible. Of a long one the head, the tail
/// and the length.
std::string framed_statement(std::string_view sql, std::size_t width);

}
