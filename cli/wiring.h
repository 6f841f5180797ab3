#pragma once

#include "cli/command.h"
#include "cli/model_choice.h"
#include "libagent/base/log.h"
#include "libagent/loop/ask.h"
#include "libagent/net/http_client.h"
#include "libagent/tools/approval.h"

#include <memory>
#include <vector>

namespace askdb::cli {

class Progress;

/// The databases of this run, in the order of -d; nothing is opened yet. Throws Failure(usage), and
/// Stopped while a password is waited for.
std::vector<std::unique_ptr<database::Database>> wire_databases(const CommandContext& context);

/// The one database of a command that takes one. Throws Failure(usage).
std::unique_ptr<database::Database> wire_database(const CommandContext& context);

/// All that answers a question, built in order and held together. Throws Failure(usage) for a
/// configuration that cannot work.
class Wiring {
  public:
    /// What the library has to tell while it waits goes to `progress`. With --write, `approver` is
    /// asked.
    Wiring(const CommandContext& context, Progress& progress, tools::Approver& approver);

    /// Borrows from this object.
    const loop::Agent& agent() const { return *agent_; }
    const ModelChoice& model_choice() const { return choice_; }

  private:
    std::unique_ptr<Log> log_;
    ModelChoice choice_;
    std::unique_ptr<net::HttpClient> http_;  ///< Null without a model that needs the network.
    std::vector<std::unique_ptr<database::Database>> databases_;
    std::vector<database::Database*> borrowed_;
    std::unique_ptr<models::Model> model_;
    std::unique_ptr<session::SessionStore> sessions_;
    std::unique_ptr<loop::Agent> agent_;  ///< Last: it borrows all of the above.
};

}
