#include "cli/wiring.h"

#include "cli/args.h"
#include "cli/config.h"
#include "cli/database_choice.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/turn_log.h"
#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/fallback.h"
#include "libagent/models/offline/offline_model.h"
#include "libagent/models/pricing.h"
#include "libagent/models/protocol.h"
#include "libagent/models/retry.h"
#include "libagent/models/written_calls.h"
#include "sessions/memory_store.h"

namespace askdb::cli {
namespace {

std::unique_ptr<models::Model> make_remote_model(const ModelChoice& choice, net::HttpClient& http,
                                                 Log& log) {
    std::unique_ptr<models::Model> model = models::find_protocol(choice.protocol)
                                               ->make({.name = choice.name,
                                                       .model = choice.model,
                                                       .base_url = choice.base_url,
                                                       .api_key = choice.api_key},
                                                      http);
    model = models::make_written_calls_model(std::move(model));
    if (choice.price) model = models::make_priced_model(std::move(model), *choice.price);
    return models::make_retrying_model(std::move(model), models::RetryPolicy{}, log);
}

std::unique_ptr<models::Model> make_model(const ModelChoice& choice, net::HttpClient* http,
                                          database::Database& database, Log& log) {
    if (choice.offline) return models::offline::make_offline_model(database);
    std::vector<std::unique_ptr<models::Model>> chain;
    chain.push_back(make_remote_model(choice, *http, log));
    for (const ModelChoice& fallback : choice.fallbacks)
        chain.push_back(make_remote_model(fallback, *http, log));
    if (chain.size() == 1) return std::move(chain.front());
    return models::make_fallback_model(std::move(chain), log);
}

}

std::vector<std::unique_ptr<database::Database>> wire_databases(const CommandContext& context) {
    const Config& config = context.config;
    const auto reaper = std::make_shared<database::Reaper>();  // Of all sources.
    std::vector<std::unique_ptr<database::Database>> databases;
    for (DatabaseChoice& choice : choose_databases(config.databases, config.known_databases,
                                                   {context.environment, context.stop})
                                      .value_or_throw()) {
        context.messages.hide_secret(choice.password);
        std::unique_ptr<database::Source> source =
            choice.address.empty()
                ? database::make_sqlite_source(std::move(choice.path))
                : database::make_odbc_source({.address = std::move(choice.address),
                                              .name = choice.name,
                                              .user = std::move(choice.user),
                                              .password = std::move(choice.password)},
                                             reaper);
        databases.push_back(
            std::make_unique<database::Database>(std::move(choice.name), std::move(source)));
    }
    return databases;
}

std::unique_ptr<database::Database> wire_database(const CommandContext& context) {
    return std::move(wire_databases(context).front());
}

Wiring::Wiring(const CommandContext& context, Progress& progress, tools::Approver& approver)
    : log_(std::make_unique<TurnLog>(context.messages, progress, context.args.verbose)),
      choice_(choose_model(context.config.model, context.config.known_models, context.environment,
                           context.stop)
                  .value_or_throw()) {
    context.messages.hide_secret(choice_.api_key);
    for (const ModelChoice& fallback : choice_.fallbacks)
        context.messages.hide_secret(fallback.api_key);
    if (!choice_.offline) {
        net::preload_http();  // Loads while the database is opened.
        std::string ca_bundle = context.environment.get("CURL_CA_BUNDLE");
        if (ca_bundle.empty()) ca_bundle = context.environment.get("SSL_CERT_FILE");
        http_ = net::make_http_client({.ca_bundle = std::move(ca_bundle)});
    }
    databases_ = wire_databases(context);
    for (const auto& database : databases_) borrowed_.push_back(database.get());
    model_ = make_model(choice_, http_.get(), *databases_.front(), *log_);
    sessions_ = sessions::make_memory_store();
    agent_ = std::make_unique<loop::Agent>(
        loop::Agent{.model = *model_,
                    .databases = borrowed_,
                    .sessions = *sessions_,
                    .limits = turn_limits(context.config.limits),
                    .instructions = context.config.instructions,
                    .log = *log_,
                    .approver = context.args.write ? &approver : nullptr});
}

}
