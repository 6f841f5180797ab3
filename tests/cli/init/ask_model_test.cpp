#include "cli/init/ask_model.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "tests/support/scripted_person.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;
using namespace askdb::test;

namespace {

ScriptedReply model_names() {
    return {.headers = {{"content-type", "application/json"}},
            .pieces = {R"({"object":"list","data":[{"id":"small"},{"id":"large"}]})"}};
}

/// Somebody whose key of OpenAI is set, and whose endpoint is here.
struct Talk {
    explicit Talk(std::vector<ScriptedReply> script) : server(std::move(script)) {}

    ScriptedServer server;
    Args args;
    Config config;
    Environment environment{
        {{"OPENAI_API_KEY", "sk-secret"}, {"OPENAI_BASE_URL", server.url("/v1")}}};
    Terminal terminal;
    Output output{-1};
    Messages messages{-1, false};
    CommandContext context{args, config, environment, terminal, output, messages, {}};
};

}

TEST_CASE("ask model: what is offered is looked up, and one request tries it", "[init]") {
    Talk talk({model_names(), openai_text("ready")});
    ScriptedPerson person({"2", "y", "large", "y"});

    CHECK(ask_model(person, talk.context) == "openai:large");

    CHECK_THAT(person.seen, Catch::Contains("small\nlarge\n"));
    CHECK_THAT(person.seen, Catch::Contains("It answers: ready"));
    REQUIRE(talk.server.requests().size() == 2);
    CHECK(talk.server.requests()[0].line() == "GET /v1/models HTTP/1.1");
    CHECK_THAT(talk.server.requests()[1].body, Catch::Contains("\"large\""));
}

TEST_CASE("ask model: without a yes nothing is sent", "[init]") {
    Talk talk({openai_text("ready")});
    ScriptedPerson person({"openai", "n", "openai:large", "n"});

    CHECK(ask_model(person, talk.context) == "openai:large");
    CHECK(talk.server.requests().empty());
}

TEST_CASE("ask model: one that fails is told, and may be kept or changed", "[init]") {
    Talk talk({openai_error(401, "bad key sk-secret")});
    ScriptedPerson keeps({"openai:large", "y", "y"}), changes({"openai:large", "y", "n", "1"});

    CHECK(ask_model(keeps, talk.context) == "openai:large");
    CHECK(ask_model(changes, talk.context).empty());
    CHECK_THAT(keeps.seen, Catch::Contains("Keep it all the same?"));
    CHECK_THAT(keeps.seen, !Catch::Contains("sk-secret"));
}

TEST_CASE("ask model: a vendor whose key is not set says what to do", "[init]") {
    Talk talk({openai_text("ready")});
    ScriptedPerson person({"anthropic:claude-x"});

    CHECK(ask_model(person, talk.context) == "anthropic:claude-x");
    CHECK_THAT(person.seen, Catch::Contains("export ANTHROPIC_API_KEY=…"));
}
