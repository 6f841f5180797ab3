#include "cli/repl/completion_words.h"

#include "cli/repl/show_settings.h"
#include "libagent/results/writer.h"

namespace askdb::cli::repl {

CompletionSources completion_sources(const CompletionPlace& place) {
    CompletionSources sources{.catalog = place.catalog,
                              .dialect = place.wiring.agent().databases.front()->dialect(),
                              .commands = all_slash_commands()};
    for (const DatabaseConfig& database : place.state.config.known_databases)
        sources.databases.push_back(database.name);
    for (const ModelConfig& model : place.state.config.known_models)
        sources.models.push_back(model.name);
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
