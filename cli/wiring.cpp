#include "cli/wiring.h"

#include "cli/args.h"
#include "cli/config.h"
#include "cli/database_choice.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/turn_log.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/offline/offline_model.h"
#include "libagent/models/openai.h"
#include "libagent/models/retry.h"
#include "sessions/memory_store.h"

namespace askdb::cli {
namespace {

std::unique_ptr<models::Model> make_model(const ModelChoice& choice, net::HttpClient* http,
                                          database::Database& database, Log& log) {
    if (choice.offline) return models::offline::make_offline_model(database);
    models::OpenAiOptions options{.name = choice.name,
                                  .model = choice.model,
                                  .base_url = choice.base_url,
                                  .api_key = choice.api_key};
    return models::make_retrying_model(models::make_openai_model(std::move(options), *http),
                                       models::RetryPolicy{}, log);
}

}

std::vector<std::unique_ptr<database::Database>> wire_databases(const Config& config) {
    std::vector<std::unique_ptr<database::Database>> databases;
    for (DatabaseChoice& choice :
         choose_databases(config.databases, config.known_databases).value_or_throw()) {
        databases.push_back(std::make_unique<database::Database>(
            std::move(choice.name), database::make_sqlite_source(std::move(choice.path))));
    }
    return databases;
}

std::unique_ptr<database::Database> wire_database(const Config& config) {
    return std::move(wire_databases(config).front());
}

Wiring::Wiring(const CommandContext& context, Progress& progress)
    : log_(std::make_unique<TurnLog>(context.messages, progress, context.args.verbose)),
      choice_(choose_model(context.config.model, context.config.known_models, context.environment,
                           context.stop)
                  .value_or_throw()) {
    context.messages.hide_secret(choice_.api_key);
    if (!choice_.offline) {
        net::preload_http();  // Loads while the database is opened.
        std::string ca_bundle = context.environment.get("CURL_CA_BUNDLE");
        if (ca_bundle.empty()) ca_bundle = context.environment.get("SSL_CERT_FILE");
        http_ = net::make_http_client({.ca_bundle = std::move(ca_bundle)});
    }
    databases_ = wire_databases(context.config);
    for (const auto& database : databases_) borrowed_.push_back(database.get());
    model_ = make_model(choice_, http_.get(), *databases_.front(), *log_);
    sessions_ = sessions::make_memory_store();
    agent_ = std::make_unique<loop::Agent>(loop::Agent{.model = *model_,
                                                       .databases = borrowed_,
                                                       .sessions = *sessions_,
                                                       .limits = turn_limits(context.config.limits),
                                                       .instructions = context.config.instructions,
                                                       .log = *log_});
}

}
