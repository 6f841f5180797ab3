#include "cli/repl/person_approver.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {

ApprovalRequest::ApprovalRequest(const tools::WriteProposal& proposal)
    : database_(proposal.database),
      sql_(proposal.sql),
      touches_(proposal.touches),
      warnings_(proposal.warnings),
      was_run_(proposal.was_run) {}

void ApprovalRequest::answer(tools::Approval approval) {
    const std::lock_guard lock(mutex_);
    if (!answer_) answer_ = approval;
    answered_.notify_all();
}

tools::Approval ApprovalRequest::wait(std::chrono::milliseconds patience,
                                      const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    answered_.wait_for(lock, stop, patience, [&] { return answer_.has_value(); });
    if (answer_) return *answer_;
    if (stop.stop_requested()) throw Stopped();
    return tools::Approval::no_answer;
}

tools::Approval PersonApprover::ask(const tools::WriteProposal& proposal, std::stop_token stop) {
    const auto request = std::make_shared<ApprovalRequest>(proposal);
    mailbox_.post([this, request] { person_.ask(request); });
    const auto drop = [&] { mailbox_.post([this, request] { person_.drop(request); }); };
    try {
        const tools::Approval approval = request->wait(proposal.patience, stop);
        drop();
        return approval;
    } catch (const Stopped&) {
        drop();
        throw;
    }
}

bool means_yes(std::string_view typed) {
    const std::string answer = lower_ascii(trim(typed));
    return answer == "y" || answer == "yes";
}

}
