#include "cli/repl/completion_words.h"

#include "cli/model_choice.h"
#include "cli/repl/show_settings.h"
#include "libagent/models/pricing.h"
#include "libagent/results/writer.h"

namespace askdb::cli::repl {
namespace {

/// What -m takes, and the models that vendors are known to have.
std::vector<std::string> model_names(const Config& config) {
    std::vector<std::string> names = model_beginnings(config.known_models);
    for (const std::string_view model : models::priced_models()) {
        const std::string_view vendor = model.starts_with("claude") ? "anthropic:" : "openai:";
        names.push_back(std::string(vendor) + std::string(model));
    }
    return names;
}

}

CompletionSources completion_sources(const CompletionPlace& place) {
    CompletionSources sources{.catalog = place.catalog,
                              .dialect = place.wiring.agent().databases.front()->dialect(),
                              .commands = all_slash_commands()};
    for (const DatabaseConfig& database : place.state.config.known_databases)
        sources.databases.push_back(database.name);
    sources.models = model_names(place.state.config);
    sources.sessions = place.kept.sessions();
    sources.turns = place.kept.turns();
    for (const AgentConfig& agent : place.state.config.known_agents)
        sources.agents.push_back(agent.name);
    for (const ShowSetting& setting : all_show_settings())
        sources.settings.emplace_back(setting.name);
    for (const results::WriterSpec* writer : results::all_writers()) {
        if (!writer->is_binary) sources.formats.emplace_back(writer->name);
    }
    for (const results::StoredResult& result : place.conversation.results.all()) {
        CompletedHandle handle{.name = result.handle};
        for (const database::ResultColumn& column : result.rows.columns)
            handle.columns.push_back(column.name);
        sources.handles.push_back(std::move(handle));
    }
    return sources;
}

}
