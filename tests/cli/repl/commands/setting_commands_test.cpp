// What answers, and how much: /limits /model /models /agent /cost /doctor /history /stop.
#include "libagent/base/text.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

namespace askdb::test {
namespace {

cli::Config shop_config(const TempFolder& folder) {
    cli::Config config;
    config.databases = {make_database(folder, shop_sql, "shop.db")};
    config.instructions = "Money is in EUR.";
    return config;
}

struct SettingFixture {
    TempFolder folder;
    FakeShell shell{shop_config(folder), {{"OPENAI_API_KEY", "sk-very-secret"}}};
};

bool tells(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("repl: /limits shows the limits, and changes one", "[repl]") {
    SettingFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/limits");
    INFO(shell.out);
    CHECK(tells(shell.out, "max_rows,100000,,100000\n"));
    CHECK(tells(shell.out, "max_cost_usd,none,USD,none\n"));
    shell.type("/limits max-rows 7");
    CHECK(shell.said == "max_rows is 7\n");
    CHECK(shell.wiring().agent().limits.statement.rows == 7);
    shell.type("/limits max_rows default");
    CHECK(shell.wiring().agent().limits.statement.rows == 100'000);
}

TEST_CASE("repl: a limit that is none changes nothing", "[repl]") {
    SettingFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/limits max_row 7");
    CHECK(shell.hint() == "did you mean 'max_rows'?");
    shell.type("/limits max_rows many");
    CHECK(tells(shell.error_message(), "must be a whole number"));
    shell.type("/limits max_rows");
    CHECK(shell.hint() == "/limits [NAME VALUE]");
    CHECK_FALSE(shell.state().config.limits.max_rows);
    CHECK(shell.rewired == 0);
}

TEST_CASE("repl: /model changes to what can be used", "[repl]") {
    SettingFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/model");
    CHECK(tells(shell.said, "nothing leaves this machine"));
    shell.type("/model openai:gpt-4o");
    CHECK(tells(shell.said, "openai:gpt-4o at api.openai.com"));
    CHECK(shell.wiring().model_choice().name == "openai:gpt-4o");
    shell.type("/model ollama:qwen");
    CHECK(tells(shell.said, "this machine"));
    for (const char* wrong : {"anthropic:claude-sonnet-4-5", "opnai:gpt-4o", "nothing"}) {
        shell.type(std::string("/model ") + wrong);
        INFO(wrong);
        CHECK(shell.error);
        CHECK(shell.wiring().model_choice().name == "ollama:qwen");
        CHECK(shell.state().config.model == "ollama:qwen");
    }
}

TEST_CASE("repl: /models lists what there is, without keys", "[repl]") {
    SettingFixture fixture;

    fixture.shell.type("/models");

    CHECK(tells(fixture.shell.out, "offline,yes,not needed,"));
    CHECK(tells(fixture.shell.out, "openai"));
    CHECK_FALSE(tells(fixture.shell.out, "very-secret"));
}

TEST_CASE("repl: /agent says how to have one where there is none", "[repl]") {
    SettingFixture fixture;

    fixture.shell.type("/agent");
    CHECK(tells(fixture.shell.said, "[agents.NAME]"));
    fixture.shell.type("/agent nobody");
    CHECK(fixture.shell.error_message() == "no agent named 'nobody'");
}

TEST_CASE("repl: /agent brings instructions, model and databases, and takes them away", "[repl]") {
    const TempFolder folder;
    cli::Config config = shop_config(folder);
    config.known_databases = {
        {.name = "other", .path = make_database(folder, "CREATE TABLE t(x)", "o.db")}};
    config.known_agents = {{.name = "buyer",
                            .instructions = "Think of suppliers.",
                            .model = "offline",
                            .databases = {"other"}}};
    FakeShell shell(config);

    shell.type("/agent buyer");
    CHECK(shell.said == "The agent buyer answers.\n");
    CHECK(shell.wiring().agent().name == "buyer");
    CHECK(shell.wiring().agent().instructions == "Money is in EUR.\n\nThink of suppliers.");
    CHECK(shell.database().name() == "other");
    shell.type("/agent");
    CHECK(tells(shell.out, "buyer,yes,offline,other,Think of suppliers."));
    shell.type("/agent buyers");
    CHECK(shell.hint() == "did you mean 'buyer'?");
    CHECK(shell.wiring().agent().name == "buyer");
    shell.type("/agent none");
    CHECK(shell.wiring().agent().name.empty());
    CHECK(shell.wiring().agent().instructions == "Money is in EUR.");
    CHECK(shell.database().name() == "shop");
}

TEST_CASE("repl: /cost tells tokens, money and time", "[repl]") {
    SettingFixture fixture;
    FakeShell& shell = fixture.shell;
    cli::repl::Spent& spent = shell.state().spent;

    spent = {.usage = {.input_tokens = 12'345, .output_tokens = 67, .cached_input_tokens = 1'000},
             .cost_usd = 0.0123,
             .turns = 3,
             .model_ms = 2'500};
    shell.type("/cost");
    CHECK(tells(shell.out, "12,345 in (1,000 of them from a cache), 67 out"));
    CHECK(tells(shell.out, "$0.0123\n"));
    CHECK(tells(shell.out, "2.5 s"));
    spent.has_unpriced = true;
    shell.type("/cost");
    CHECK(tells(shell.out, "and what has no known price"));
}

TEST_CASE("repl: /history finds what was typed", "[repl]") {
    SettingFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/history");
    CHECK(shell.said == "Nothing like that was typed before.\n");
    shell.typed_before = {"How many orders?", "SELECT 1\n  FROM t;", "/tables"};
    shell.type("/history");
    CHECK(shell.out ==
          "    1  How many orders?\n    2  SELECT 1\n         FROM t;\n    3  /tables\n");
    shell.type("/history ORDERS many");
    CHECK(shell.out == "    1  How many orders?\n");
}

TEST_CASE("repl: /stop stops what runs", "[repl]") {
    SettingFixture fixture;

    fixture.shell.type("/stop");
    CHECK(fixture.shell.stop.stop_requested());
    fixture.shell.type("/stop");
    CHECK(fixture.shell.said == "Nothing is running.\n");
}

TEST_CASE("repl: /doctor looks at the databases in use", "[repl]") {
    SettingFixture fixture;

    fixture.shell.type("/doctor");

    INFO(fixture.shell.out);
    CHECK(tells(fixture.shell.out, "✓ database"));
    CHECK(tells(fixture.shell.out, "shop"));
    CHECK_FALSE(tells(fixture.shell.out, "\x1b"));
}

}
