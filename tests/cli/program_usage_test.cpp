// The whole program, called wrongly.

#include "cli/options.h"
#include "libagent/base/text.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::test {

TEST_CASE("program: wrong usage is exit 2, on stderr, with the nearest right word", "[program]") {
    const TempDatabase shop(shop_sql);
    const struct {
        std::vector<std::string> arguments;
        std::string shown;
    } cases[] = {
        {{"--ouptut", "json", "Hi"}, "--output"},
        {{"-d", shop.path(), "--data", "cvs", "Hi"}, "csv"},
        {{"-d", shop.path()}, "askdb"},
        {{"How many?"}, "-d"},
        {{"-d", shop.path(), "-m", "opnai:gpt", "Hi"}, "openai"},
        {{"-d", shop.path(), "-m", "openai:gpt", "Hi"}, "OPENAI_API_KEY"},
        {{"-d", shop.path(), "describe"}, "TABLE"},
        {{"-d", shop.path(), "--timeout", "soon", "Hi"}, "--timeout"},
        {{"confg", "show"}, "did you mean 'config'?"},
        {{"config", "shwo"}, "did you mean 'show'?"},
        {{"config"}, "show|path|check"},
        {{"config", "show", "me"}, "askdb ask config show me"},
        {{"docter"}, "did you mean 'doctor'?"},
        {{"modles"}, "did you mean 'models'?"},
        {{"schema", "evnets"}, "did you mean 'events'?"},
        {{"completion", "--words", "tabels"}, "did you mean 'tables'?"},
        {{"config", "show", "--secrets"}, "config check"},
        {{"tables", "--secrets"}, "--secrets"},
        {{"sql", "--check", "--dialect", "postgers"}, "did you mean 'postgres'?"},
        {{"-d", shop.path(), "--output", "jsno", "Hi"}, "did you mean 'json'?"},
        {{"-m", "ofline", "-d", shop.path(), "Hi"}, "did you mean 'offline'?"},
        {{"-m", "opnai", "-d", shop.path(), "Hi"}, "did you mean 'openai:MODEL'?"},
        {{"models", "opnai"}, "no model or vendor named 'opnai' (did you mean 'openai'?)"},
        {{"-d", "postgress://u@h/d", "tables"}, "did you mean 'postgres'?"},
        {{"-d", shop.path() + "b", "tables"}, "did you mean '" + shop.path() + "'?"},
        {{"-d", (shop.folder() / "shop.cvs").string(), "tables"}, "no such file"},
    };

    for (const auto& wrong : cases) {
        const ProgramEnd end = run_program({.arguments = wrong.arguments});
        INFO(wrong.shown << " | " << end.err);
        CHECK(end.exit_code == 2);
        CHECK(end.out.empty());
        CHECK(end.err.find(wrong.shown) != std::string::npos);
    }
}

TEST_CASE("program: an option with an empty value is an error, and nothing is done in its place",
          "[program]") {
    const TempDatabase shop(shop_sql);
    std::size_t tried = 0;
    for (const cli::OptionSpec& option : cli::all_options()) {
        if (option.value.empty()) continue;
        ++tried;
        for (const std::string& name : option.names()) {
            const ProgramEnd end =
                run_program({.arguments = {"-d", shop.path(), name, "", "How many orders?"}});
            INFO(name << " | " << end.out << end.err);
            CHECK(end.exit_code == 2);
            CHECK(end.out.empty());
            CHECK_THAT(end.err, Catch::StartsWith("askdb: option '" +
                                                  std::string(option.long_name()) + "' is empty"));
        }
        // The next word is not its value.
        const std::string joined = std::string(option.long_name()) + "=";
        CHECK(run_program({.arguments = {"-d", shop.path(), joined, "tables"}}).exit_code == 2);
    }
    CHECK(tried > 10);
    CHECK(run_program({.arguments = {"-d", shop.path(), "--", "-o", ""}}).exit_code != 2);
}

TEST_CASE("program: an unknown table is told with the nearest name", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end = run_program({.arguments = {"-d", shop.path(), "describe", "custmers"}});

    CHECK(end.exit_code == 1);
    CHECK(end.err.find("customers") != std::string::npos);
}

TEST_CASE("program: --help and --version answer on stdout", "[program]") {
    const ProgramEnd help = run_program({.arguments = {"--help"}});
    const ProgramEnd version = run_program({.arguments = {"--version"}});

    CHECK(help.exit_code == 0);
    CHECK(help.out.find("askdb sql") != std::string::npos);
    CHECK(version.out.rfind("askdb ", 0) == 0);
    CHECK(version.exit_code == 0);
}

}
