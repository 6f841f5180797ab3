// The whole program with models of other wire formats, weak models, fallbacks and prices.

#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace askdb::test {
namespace {

/// A configuration file that goes away again.
class TempConfig {
  public:
    explicit TempConfig(const std::string& text) : path_(shop_.path() + ".toml") {
        std::ofstream(path_) << text;
    }
    ~TempConfig() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

  private:
    const TempDatabase shop_{""};
    const std::string path_;
};

}

TEST_CASE("program: a model of Anthropic's answers", "[program]") {
    const TempDatabase shop(shop_sql);
    ScriptedServer server(
        {anthropic_reply("Let me see.",
                         {{"t1", "query", R"({"sql":"SELECT count(*) FROM orders"})"}}),
         anthropic_reply("There are 5 orders.")});

    const ProgramEnd end = run_program(
        {.arguments = {"-d", shop.path(), "-m", "anthropic:claude-sonnet-4-5", "-v", "How many?"},
         .environment = {{"ANTHROPIC_BASE_URL", server.url()}, {"ANTHROPIC_API_KEY", secret_key}}});

    CHECK(end.out == "There are 5 orders.\n");
    CHECK(end.exit_code == 0);
    CHECK(end.err.find("200 + 20 tokens (160 cached), $0.0005") != std::string::npos);
    CHECK_FALSE(shows(end, secret_key));
    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    const auto body = nlohmann::json::parse(requests[1].body);
    CHECK(body["messages"][2]["content"][0]["type"] == "tool_result");
}

TEST_CASE("program: a call that a weak model writes as text is run", "[program]") {
    const ModelQuestion question(
        {openai_text(
             "<tool_call>\n{\"name\": \"query\", \"arguments\": {\"sql\": \"SELECT count(*) "
             "FROM orders\"}}\n</tool_call>"),
         openai_text("There are 5 orders.")});

    const ProgramEnd end = question.ask({"--output", "stream-json"});

    CHECK(end.exit_code == 0);
    CHECK(end.out.find("tool_call>") == std::string::npos);
    CHECK(end.out.find("\"handle\":\"r1\"") != std::string::npos);
}

TEST_CASE("program: a fallback answers for a model that is refused", "[program]") {
    const TempDatabase shop(shop_sql);
    ScriptedServer broken({openai_error(401, "bad key")});
    ScriptedServer other({anthropic_reply("There are 5 orders.")});
    const TempConfig config("[models.first]\nbase_url = \"" + broken.url("/v1") +
                            "\"\nmodel = \"m\"\nfallback = [\"second\"]\n[models.second]\n"
                            "protocol = \"anthropic\"\nbase_url = \"" +
                            other.url() +
                            "\"\nmodel = \"m\"\ninput_price = 10000\noutput_price = 0\n");

    const ProgramEnd end =
        run_program({.arguments = {"-d", shop.path(), "-m", "first", "--config", config.path(),
                                   "--output", "json", "How many?"}});

    CHECK(end.exit_code == 0);
    const auto answer = nlohmann::json::parse(end.out);
    CHECK(answer["response"] == "There are 5 orders.");
    CHECK(answer["model"] == "second");
    CHECK(answer["warnings"][0]["message"] == "'second' answered because 'first' failed");
    CHECK(answer["metrics"]["cost_usd"] == Approx(1.0));
}

}
