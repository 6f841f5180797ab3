#pragma once

#include "cli/repl/mailbox.h"
#include "libagent/tools/approval.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::cli::repl {

/// A question for approval on its way to the person, who is at another thread.
class ApprovalRequest {
  public:
    ApprovalRequest(const tools::WriteProposal& proposal);

    const std::string& database() const { return database_; }
    const std::string& sql() const { return sql_; }
    const std::string& touches() const { return touches_; }
    const std::vector<std::string>& warnings() const { return warnings_; }
    bool was_run() const { return was_run_; }

    /// The first answer counts. Any thread.
    void answer(tools::Approval approval);
    /// Throws Stopped within 200 ms of a stop.
    tools::Approval wait(std::chrono::milliseconds patience, const std::stop_token& stop);

  private:
    std::string database_;
    std::string sql_;
    std::string touches_;
    std::vector<std::string> warnings_;
    bool was_run_;
    std::mutex mutex_;  ///< Guards the next.
    std::optional<tools::Approval> answer_;
    std::condition_variable_any answered_;
};

/// Lets the thread that owns the screen ask. `ask` and `drop` are called there: to show the
/// request, and when nobody waits for its answer any more.
class PersonApprover : public tools::Approver {
  public:
    /// Owned by the thread that waits and by the screen's, whichever is the last to let go.
    using Request = std::shared_ptr<ApprovalRequest>;
    struct Person {
        std::function<void(Request)> ask;
        std::function<void(const Request&)> drop;
    };
    /// Borrows the mailbox.
    PersonApprover(Mailbox& mailbox, Person person)
        : mailbox_(mailbox), person_(std::move(person)) {}

    std::optional<Error> cannot_ask() const override { return std::nullopt; }
    tools::Approval ask(const tools::WriteProposal& proposal, std::stop_token stop) override;

  private:
    Mailbox& mailbox_;
    const Person person_;
};

/// Whether what was typed means yes: "y" or "yes".
bool means_yes(std::string_view typed);

}
