#include "cli/config/agents.h"
#include "cli/render/rows_output.h"
#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand agent_command;

namespace {

database::Rows list_agents(const Config& config) {
    database::Rows rows;
    for (const char* name : {"name", "in_use", "model", "databases", "instructions"})
        rows.columns.push_back({.name = name});
    for (const AgentConfig& agent : config.known_agents) {
        constexpr std::size_t most_bytes = 100;
        for (const std::string& text :
             {agent.name, std::string(agent.name == config.agent ? "yes" : ""), agent.model,
              join(agent.databases, ", "), clipped(agent.instructions, most_bytes)})
            append_or_null(rows, text);
    }
    rows.settle_kinds();
    return rows;
}

void show_agents(Shell& shell) {
    const Config& config = shell.state().config;
    if (config.known_agents.empty())
        return shell.say(
            "No agents are configured: the usual one answers. To have others, add\n"
            "[agents.NAME] with instructions, model or databases to the first file of:\n"
            "askdb config path");
    shell.show_rows(list_agents(config), "");
    if (config.agent.empty()) shell.say("The usual agent answers.", Tone::dim);
}

void run_agent_command(Shell& shell, std::string_view arguments) {
    std::string name = at_most_one_word(agent_command, arguments);
    if (name.empty()) return show_agents(shell);
    if (name == "none") name.clear();
    change_config(shell, [&](Config& config) {
        if (auto error = use_agent(config, name, shell.program().config))
            throw Failure(std::move(*error));
    });
    shell.say(name.empty() ? std::string("The usual agent answers.")
                           : fmt::format("The agent {} answers.", visible(name)),
              Tone::dim);
}

}

extern const SlashCommand agent_command = {
    .name = "agent",
    .aliases = "",
    .arguments = "[NAME]",
    .completes = Argument::agent,
    .group = "Asking",
    .summary = "the configured agents, or change to one",
    .details =
        "An agent is a section [agents.NAME] of the configuration with instructions of\n"
        "its own and, where it says so, another model and other databases. The name\n"
        "'none' brings the usual one back. The conversation goes on.",
    .run = run_agent_command,
};

}
