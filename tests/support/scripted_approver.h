#pragma once

#include "libagent/base/stop.h"
#include "libagent/tools/approval.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace askdb::test {

/// Somebody who plays a script of answers and remembers what he was asked. The last one repeats.
class ScriptedApprover : public tools::Approver {
  public:
    explicit ScriptedApprover(std::vector<tools::Approval> script) : script_(std::move(script)) {}

    std::optional<Error> cannot_ask() const override { return nobody; }

    tools::Approval ask(const tools::WriteProposal& proposal, std::stop_token stop) override {
        questions.push_back(
            {std::string(proposal.sql), proposal.touches, proposal.warnings, proposal.was_run});
        if (while_thinking) while_thinking(stop);
        throw_if_stopped(stop);
        return script_[std::min(questions.size(), script_.size()) - 1];
    }

    struct Question {
        std::string sql;
        std::string touches;
        std::vector<std::string> warnings;
        bool was_run = false;
    };

    std::vector<Question> questions;
    std::optional<Error> nobody;  ///< Why nobody can be asked.
    std::function<void(std::stop_token)> while_thinking;

  private:
    std::vector<tools::Approval> script_;
};

}
