#include "cli/wiring.h"

#include "cli/args.h"
#include "cli/args_optional.h"
#include "cli/config/config.h"
#include "cli/config/share_setting.h"
#include "cli/egress_log.h"
#include "cli/environment.h"
#include "cli/knowledge/knowledge_places.h"
#include "cli/mask_watch.h"
#include "cli/render/messages.h"
#include "cli/told_model.h"
#include "libagent/knowledge/file_knowledge.h"
#include "libagent/models/fallback.h"
#include "libagent/models/offline/offline_model.h"
#include "libagent/models/pricing.h"
#include "libagent/models/protocol.h"
#include "libagent/models/retry.h"
#include "libagent/models/written_calls.h"
#include "sessions/no_store.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::cli {
namespace {

std::unique_ptr<models::Model> make_remote_model(const ModelChoice& choice, net::HttpClient& http,
                                                 Log& log, models::EgressWitness* witness) {
    std::unique_ptr<models::Model> model = models::find_protocol(choice.protocol)
                                               ->make({.name = choice.name,
                                                       .model = choice.model,
                                                       .base_url = choice.base_url,
                                                       .api_key = choice.api_key,
                                                       .witness = witness},
                                                      http);
    model = models::make_written_calls_model(std::move(model));
    if (choice.price) model = models::make_priced_model(std::move(model), *choice.price);
    return models::make_retrying_model(std::move(model), models::RetryPolicy{}, log);
}

/// The model that --double-check names; nothing where it names none. `first` is the one that
/// answers.
std::optional<ModelChoice> choose_second_model(const CommandContext& context,
                                               const ModelChoice& first) {
    const std::string& wanted = context.args.double_check;
    const bool is_same = wanted == left_out_value;
    if (first.offline && (is_same || wanted == "offline"))
        throw Failure({Errc::usage,
                       "the built-in planner would answer the same again, which is no second "
                       "opinion",
                       "name a language model: --double-check VENDOR:MODEL"});
    if (wanted.empty() || is_same) return std::nullopt;
    Result<ModelChoice> choice =
        choose_model(wanted, context.config.known_models, context.environment, context.stop);
    if (choice) return std::move(choice).value();
    Error error = choice.error();
    error.message = fmt::format("option '--double-check': {}", error.message);
    if (wanted.find(':') == std::string::npos)
        error.hint += "; to ask the same model, put the question before the option";
    throw Failure(std::move(error));
}

void hide_keys(Messages& messages, const ModelChoice& choice) {
    messages.hide_secret(choice.api_key);
    for (const ModelChoice& fallback : choice.fallbacks) messages.hide_secret(fallback.api_key);
}

std::vector<OpenName> names_of(const std::vector<WiredDatabase>& databases) {
    std::vector<OpenName> names;
    for (const WiredDatabase& wired : databases)
        names.push_back({.name = wired.database->name(), .configured = wired.configured});
    return names;
}

}

std::unique_ptr<models::Model> make_language_model(const ModelChoice& choice, net::HttpClient& http,
                                                   Log& log, models::EgressWitness* witness) {
    std::vector<std::unique_ptr<models::Model>> chain;
    chain.push_back(make_remote_model(choice, http, log, witness));
    for (const ModelChoice& fallback : choice.fallbacks)
        chain.push_back(make_remote_model(fallback, http, log, witness));
    if (chain.size() == 1) return std::move(chain.front());
    return models::make_fallback_model(std::move(chain), log);
}

std::unique_ptr<net::HttpClient> wire_http(const Environment& environment) {
    std::string ca_bundle = environment.get("CURL_CA_BUNDLE");
    if (ca_bundle.empty()) ca_bundle = environment.get("SSL_CERT_FILE");
    return net::make_http_client({.ca_bundle = std::move(ca_bundle)});
}

std::unique_ptr<models::Model> Wiring::make_model(const ModelChoice& choice,
                                                  const WiringNeeds& needs, Messages& messages) {
    models::EgressLedger* const ledger = needs.ledger != nullptr ? needs.ledger : own_ledger_.get();
    std::unique_ptr<models::Model> model =
        choice.offline ? models::offline::make_offline_model(*databases_->front().database,
                                                             knowledge_.get(), needs.next_steps)
                       : make_language_model(choice, *http_, needs.log, ledger);
    if (!choice.offline && !sharing_.strictest().masks.empty())
        model = make_mask_watching_model(std::move(model),
                                         {borrowed_, sharing_, messages, told_of_masks_});
    if (needs.on_reply) model = make_told_model(std::move(model), needs.on_reply);
    return model;
}

Wiring::Wiring(const CommandContext& context, const WiringNeeds& needs)
    : choice_(choose_model(context.config.model, context.config.known_models, context.environment,
                           context.stop)
                  .value_or_throw()),
      second_choice_(choose_second_model(context, choice_)) {
    hide_keys(context.messages, choice_);
    if (second_choice_) hide_keys(context.messages, *second_choice_);
    if (!choice_.offline || (second_choice_ && !second_choice_->offline)) {
        net::preload_http();  // Loads while the database is opened.
        http_ = wire_http(context.environment);
    }
    databases_ = needs.same_databases != nullptr
                     ? needs.same_databases->databases_
                     : std::make_shared<const std::vector<WiredDatabase>>(
                           wire_databases(context, needs.databases));
    for (const WiredDatabase& wired : *databases_) borrowed_.push_back(wired.database.get());
    sharing_ = sharing_of(context.config, names_of(*databases_));
    told_of_masks_ = needs.same_databases != nullptr ? needs.same_databases->told_of_masks_
                                                     : std::make_shared<std::atomic<bool>>(false);
    if (needs.ledger == nullptr && !context.args.egress_log.empty())
        own_ledger_ = wire_ledger(context);
    knowledge_ =
        knowledge::make_file_knowledge(knowledge_folders(context.args, context.environment));
    model_ = make_model(choice_, needs, context.messages);
    if (second_choice_) second_model_ = make_model(*second_choice_, needs, context.messages);
    const bool asks_again = !context.args.double_check.empty();
    const bool second_is_offline = second_choice_ ? second_choice_->offline : choice_.offline;
    if (needs.sessions == nullptr) no_sessions_ = sessions::make_no_store();
    session::SessionStore& store = needs.sessions != nullptr ? *needs.sessions : *no_sessions_;
    agent_ = std::make_unique<loop::Agent>(loop::Agent{
        .model = *model_,
        .databases = borrowed_,
        .sessions = store,
        .limits = turn_limits(context.config.limits),
        .instructions = context.config.instructions,
        .log = needs.log,
        .approver = needs.approver,
        .tools = {},
        .name = context.config.agent,
        .learned = knowledge_.get(),
        .is_strict = context.args.strict,
        .second_model = !asks_again ? nullptr : (second_model_ ? second_model_ : model_).get(),
        .sharing = choice_.offline ? tools::Sharing() : sharing_,
        .second_sharing = second_is_offline ? tools::Sharing() : sharing_});
}

}
