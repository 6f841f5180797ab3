#include "cli/config/agents.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

FoundFile file_of(std::string_view text, Trust trust = Trust::user) {
    return {parse_config(text, "config.toml", trust).value_or_throw(), "config.toml"};
}

Config merged(const std::optional<FoundFile>& user, const std::optional<FoundFile>& project = {}) {
    const Environment environment;
    const Args args;
    return merge_config({user, project, environment, args}).value_or_throw();
}

std::string error_of_merge(const std::optional<FoundFile>& user,
                           const std::optional<FoundFile>& project = {}) {
    const Environment environment;
    const Args args;
    const auto config = merge_config({user, project, environment, args});
    return config ? std::string() : config.error().message;
}

constexpr std::string_view shop = "[databases.shop]\npath = \"shop.db\"\n";

}

TEST_CASE("agents: a section has instructions, a model and databases", "[config]") {
    const Config config =
        merged(file_of(std::string(shop) + "[agents.buyer]\n"
                                           "instructions = \"Think of suppliers.\"\n"
                                           "model = \"openai:gpt-4o\"\n"
                                           "databases = [\"shop\"]\n"));

    REQUIRE(config.known_agents.size() == 1);
    CHECK(config.known_agents[0].name == "buyer");
    CHECK(config.known_agents[0].instructions == "Think of suppliers.");
    CHECK(config.known_agents[0].model == "openai:gpt-4o");
    CHECK(config.known_agents[0].databases == std::vector<std::string>{"shop"});
    CHECK(config.agent.empty());
}

TEST_CASE("agents: a project may have them, but chooses no model", "[config]") {
    const FoundFile project =
        file_of(std::string(shop) + "[agents.a]\ndatabases = [\"shop\"]\n", Trust::project);

    CHECK(merged({}, project).known_agents.size() == 1);
    const auto with_model =
        parse_config("[agents.a]\nmodel = \"x:y\"", "askdb.toml", Trust::project);
    REQUIRE_FALSE(with_model);
    CHECK(with_model.error().message.find("must not set 'model'") != std::string::npos);
}

TEST_CASE("agents: what they name must be there, and no name twice", "[config]") {
    CHECK(error_of_merge(file_of(std::string(shop) + "[agents.a]\ndatabases = [\"shpo\"]\n")) ==
          "config.toml:4: [agents.a] names the database 'shpo', which is not configured");
    const std::string address =
        error_of_merge(file_of("[agents.a]\ndatabases = [\"postgres://me:secret@host/x\"]\n"));
    CHECK(address.find("by its address") != std::string::npos);
    CHECK(address.find("secret") == std::string::npos);
    const std::string_view agent = "[agents.a]\ninstructions = \"x\"\n";
    CHECK(error_of_merge(file_of(agent), file_of(agent, Trust::project))
              .find("in your own configuration already") != std::string::npos);
    CHECK_FALSE(parse_config("[agents.none]\n", "x", Trust::user));
    CHECK_FALSE(parse_config("[agents.a]\ninstruction = \"x\"\n", "x", Trust::user));
}

TEST_CASE("agents: one in use adds its instructions, and goes again", "[config]") {
    Config base;
    base.instructions = "Money is in EUR.";
    base.model = "offline";
    base.databases = {"shop"};
    base.known_agents = {{.name = "buyer", .instructions = "Think.", .databases = {"stock"}},
                         {.name = "plain"}};
    Config config = base;

    REQUIRE_FALSE(use_agent(config, "buyer", base));
    CHECK(config.instructions == "Money is in EUR.\n\nThink.");
    CHECK(config.model == "offline");
    CHECK(config.databases == std::vector<std::string>{"stock"});
    REQUIRE_FALSE(use_agent(config, "plain", base));
    CHECK(config.instructions == "Money is in EUR.");
    REQUIRE_FALSE(use_agent(config, "", base));
    CHECK(config.databases == std::vector<std::string>{"shop"});
    CHECK(use_agent(config, "byer", base)->hint == "did you mean 'buyer'?");
}
