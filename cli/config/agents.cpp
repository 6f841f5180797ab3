#include "cli/config/agents.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

const AgentConfig* find_agent(const Config& config, std::string_view name) {
    const auto found = std::find_if(config.known_agents.begin(), config.known_agents.end(),
                                    [&](const AgentConfig& agent) { return agent.name == name; });
    return found == config.known_agents.end() ? nullptr : &*found;
}

Error wrong_agent(const FoundFile& file, const AgentConfig& agent, std::string_view key,
                  Error error) {
    error.message = fmt::format("{}:{}: [agents.{}] {}", visible(file.path),
                                file.config.line_of("agents." + agent.name, key),
                                visible(agent.name), error.message);
    return error;
}

/// The first of its databases that is not configured.
std::optional<Error> check_databases(const AgentConfig& agent, const Config& config) {
    std::vector<std::string> names;
    for (const DatabaseConfig& database : config.known_databases) names.push_back(database.name);
    for (const std::string& wanted : agent.databases) {
        if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
        // What somebody mistook for the place of an address may hold a password.
        const bool is_name = wanted.find_first_of("/=;@") == std::string::npos;
        return Error{Errc::usage,
                     is_name ? fmt::format("names the database '{}', which is not configured",
                                           visible(wanted))
                             : "names a database by its address, and must by its name",
                     did_you_mean(nearest(wanted, names, 1), "add [databases.NAME]")};
    }
    return std::nullopt;
}

}

std::optional<Error> add_agents(Config& config, const FoundFile& file) {
    for (const AgentConfig& agent : file.config.agents) {
        if (find_agent(config, agent.name) != nullptr)
            return wrong_agent(file, agent, "instructions",
                               {Errc::usage, "is in your own configuration already",
                                "rename one of them, or use: --no-project-config"});
        if (auto error = check_databases(agent, config))
            return wrong_agent(file, agent, "databases", std::move(*error));
        config.known_agents.push_back(agent);
    }
    return std::nullopt;
}

std::optional<Error> use_agent(Config& config, std::string_view name, const Config& base) {
    if (name.empty()) {
        config.agent.clear();
        config.instructions = base.instructions;
        config.model = base.model;
        config.databases = base.databases;
        return std::nullopt;
    }
    const AgentConfig* const agent = find_agent(config, name);
    if (agent == nullptr) {
        std::vector<std::string> names;
        for (const AgentConfig& known : config.known_agents) names.push_back(known.name);
        return Error{Errc::usage, fmt::format("no agent named '{}'", visible(name)),
                     did_you_mean(nearest(name, names, 1),
                                  "add [agents.NAME] to the first file of: askdb config path")};
    }
    config.agent = agent->name;
    config.instructions = base.instructions;
    if (!base.instructions.empty() && !agent->instructions.empty()) config.instructions += "\n\n";
    config.instructions += agent->instructions;
    if (!agent->model.empty()) config.model = agent->model;
    if (!agent->databases.empty()) config.databases = agent->databases;
    return std::nullopt;
}

}
