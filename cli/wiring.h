#pragma once

#include "cli/command.h"
#include "cli/database_wiring.h"
#include "cli/model_choice.h"
#include "libagent/base/log.h"
#include "libagent/knowledge/knowledge.h"
#include "libagent/loop/ask.h"
#include "libagent/models/egress_ledger.h"
#include "libagent/models/offline/offline_model.h"
#include "libagent/net/http_client.h"
#include "libagent/tools/approval.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace askdb::cli {

class Messages;

/// What reaches models, with the certificates that the environment names.
std::unique_ptr<net::HttpClient> wire_http(const Environment& environment);

/// A model that is no built-in planner, behind its retries and fallbacks. Borrows the others;
/// `witness`: who sees what is sent, nullptr where nothing of anybody's data is.
std::unique_ptr<models::Model> make_language_model(const ModelChoice& choice, net::HttpClient& http,
                                                   Log& log, models::EgressWitness* witness);

class Wiring;

/// What a Wiring is built for; borrowed.
struct WiringNeeds {
    Log& log;                             ///< What the library has to tell.
    tools::Approver* approver = nullptr;  ///< Who approves of changes; null: only reading.
    DatabaseNeeds databases = {};
    /// Hears of every reply of the model, by the thread that asked; nothing: nobody does.
    std::function<void(const models::ModelReply&)> on_reply = {};
    session::SessionStore* sessions = nullptr;  ///< Where conversations are kept; null: nowhere.
    /// Its databases are used on, which stay open: those of the configuration are the same.
    const Wiring* same_databases = nullptr;
    models::offline::NextSteps next_steps = {};  ///< What the planner advises.
    /// Who takes note of what is sent; null: the file of --egress-log, where there is to be one.
    models::EgressLedger* ledger = nullptr;
};

/// All that answers a question, built in order and held together. Throws Failure(usage) for a
/// configuration that cannot work.
class Wiring {
  public:
    Wiring(const CommandContext& context, const WiringNeeds& needs);

    /// Borrows from this object.
    const loop::Agent& agent() const { return *agent_; }
    const ModelChoice& model_choice() const { return choice_; }
    /// The model that --double-check names; nothing where the same one, or none, is asked again.
    const std::optional<ModelChoice>& second_choice() const { return second_choice_; }
    /// What a model that is not in this process may see; that of the agent, unless the built-in
    /// planner answers: it sees everything.
    const tools::Sharing& sharing() const { return sharing_; }

  private:
    std::unique_ptr<models::Model> make_model(const ModelChoice& choice, const WiringNeeds& needs,
                                              Messages& messages);

    ModelChoice choice_;
    std::optional<ModelChoice> second_choice_;  ///< Of --double-check MODEL.
    std::unique_ptr<net::HttpClient> http_;     ///< Null without a model that needs the network.
    /// Shared with the Wiring that goes on with them.
    std::shared_ptr<const std::vector<WiredDatabase>> databases_;
    std::vector<database::Database*> borrowed_;
    tools::Sharing sharing_;
    /// See MaskWatch; the second owner is the Wiring that goes on with the same databases.
    std::shared_ptr<std::atomic<bool>> told_of_masks_;
    std::unique_ptr<models::EgressLedger> own_ledger_;  ///< Null without a file of its own.
    std::unique_ptr<knowledge::Knowledge> knowledge_;
    std::unique_ptr<models::Model> model_;
    std::unique_ptr<models::Model>
        second_model_;  ///< Null where none, or the same, is to be asked.
    std::unique_ptr<session::SessionStore> no_sessions_;  ///< Null where somebody gave one.
    std::unique_ptr<loop::Agent> agent_;                  ///< Last: it borrows all of the above.
};

}
