#include "cli/init/init.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/config/config_check.h"
#include "cli/environment.h"
#include "cli/findings.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "tests/support/scripted_person.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace askdb;
using namespace askdb::cli;
using test::ScriptedPerson;
namespace fs = std::filesystem;

namespace {

unsigned rights(const std::string& path) {
    struct stat info = {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777u;
}

/// Where `askdb init` runs: a home of its own, with a database to point at.
struct Home {
    test::TempDatabase shop{"CREATE TABLE orders(id INTEGER PRIMARY KEY)"};
    test::TempFolder temp;
    Args args;
    Config config;
    Environment environment{{{"HOME", temp.path().string()}}};
    Terminal terminal;
    Output output{-1};
    Messages messages{-1, false};
    CommandContext context{args, config, environment, terminal, output, messages, {}};
    std::string path = temp.file(".config/askdb/config.toml");

    std::string run(ScriptedPerson& person) {
        return interview_for_configuration(person, context, path);
    }
    /// The numbers of the offers depend on the data sources of the machine: files are typed.
    std::vector<std::string> usual_answers() const {
        return {shop.path(), "shop", "" /* the planner */, "" /* write it */};
    }
    int check(const std::string& file) const {
        Args own;
        own.config = file;
        own.no_project_config = true;
        return exit_code_of(check_configuration({own, environment, context.stop, false}).findings);
    }
};

}

TEST_CASE("init: a file and the built-in planner make a configuration that passes its check",
          "[init]") {
    Home home;
    ScriptedPerson person(home.usual_answers());

    const std::string written = home.run(person);

    CHECK(written == home.path);
    CHECK(rights(written) == 0600);
    CHECK(rights(home.temp.file(".config/askdb")) == 0700);
    CHECK(home.check(written) == 0);
    const Config config = load_config(
                              [&] {
                                  Args own;
                                  own.config = written;
                                  own.no_project_config = true;
                                  return own;
                              }(),
                              home.environment, {})
                              .value_or_throw();
    CHECK(config.databases == std::vector<std::string>{"shop"});
    CHECK(config.known_databases.at(0).path == home.shop.path());
    CHECK(config.model == "offline");
    CHECK_THAT(person.seen, Catch::Contains("✓ database 'shop': SQLite"));
    CHECK_THAT(person.seen, Catch::Contains("askdb tables"));
    CHECK(person.has_answered_all());
}

TEST_CASE("init: what -d names is not asked for", "[init]") {
    Home home;
    home.args.databases = {home.shop.path()};
    ScriptedPerson person({"shop", "", "y"});

    CHECK(home.run(person) == home.path);
    CHECK_THAT(person.seen, !Catch::Contains("Which database"));
}

TEST_CASE("init: a configuration that is there stays as it is", "[init]") {
    Home home;
    fs::create_directories(fs::path(home.path).parent_path());
    std::ofstream(home.path) << "# mine\n";
    ScriptedPerson first(home.usual_answers()), second(home.usual_answers());

    CHECK(home.run(first) == home.path + ".new");
    CHECK(home.run(second) == home.path + ".new-2");
    CHECK(test::file_bytes(home.path) == "# mine\n");
    CHECK_THAT(first.seen, Catch::Contains("diff -u '" + home.path + "'"));
}

TEST_CASE("init: whoever leaves, at any question, leaves nothing behind", "[init]") {
    const std::size_t questions = Home().usual_answers().size();
    for (std::size_t answered = 0; answered < questions; ++answered) {
        Home home;
        std::vector<std::string> answers = home.usual_answers();
        answers.resize(answered);
        ScriptedPerson person(answers);

        CHECK_THROWS_AS(home.run(person), Stopped);
        CHECK(fs::is_empty(home.temp.path()));
    }
}

TEST_CASE("init: a no at the end writes nothing", "[init]") {
    Home home;
    std::vector<std::string> answers = home.usual_answers();
    answers.back() = "n";
    ScriptedPerson person(answers);

    CHECK(home.run(person).empty());
    CHECK(fs::is_empty(home.temp.path()));
}

TEST_CASE("init: a password never stands in the configuration", "[init]") {
    Home home;
    const std::string secret_file = home.temp.file("shop.password");
    // Nobody listens there: kept all the same.
    ScriptedPerson person({"postgres://127.0.0.1:1/shop", "shop", "reader", "2", secret_file,
                           "geheimes Wort", "y", "", "y"});

    const std::string written = home.run(person);

    const std::string text = test::file_bytes(written);
    CHECK_THAT(text, Catch::Contains("password_file = \"" + secret_file + "\""));
    CHECK_THAT(text, Catch::Contains("user = \"reader\"") && !Catch::Contains("geheim"));
    CHECK(test::file_bytes(secret_file) == "geheimes Wort\n");
    CHECK(rights(secret_file) == 0600);
    CHECK(home.check(written) == 0);
    CHECK_THAT(person.seen, Catch::Contains("✗ database 'shop'") && !Catch::Contains("geheim"));
}

TEST_CASE("init: a variable for the password is asked for, and tried when it is set", "[init]") {
    Home home;
    ScriptedPerson person(
        {"postgres://reader@127.0.0.1:1/shop", "shop", "1", "", "geheim", "y", "", "y"});

    const std::string written = home.run(person);

    CHECK_THAT(test::file_bytes(written),
               Catch::Contains("password_env = \"SHOP_PASSWORD\"") && !Catch::Contains("geheim"));
    CHECK_THAT(person.seen, Catch::Contains("SHOP_PASSWORD is not set"));
    CHECK(fs::is_regular_file(written));
}

TEST_CASE("init: what is wrong is said, and asked again", "[init]") {
    Home home;
    std::vector<std::string> answers = {"/none/such.db",
                                        "postgres://a:geheim@h/x",
                                        home.shop.path(),
                                        "not a name",
                                        "shop",
                                        "opnai:gpt",
                                        "",
                                        "y"};
    ScriptedPerson person(answers);

    CHECK(home.run(person) == home.path);
    CHECK_THAT(person.seen, Catch::Contains("would stand in the file"));
    CHECK_THAT(person.seen, Catch::Contains("letters, digits"));
    CHECK_THAT(person.seen, Catch::Contains("no model vendor named 'opnai'"));
}

TEST_CASE("init: a vendor whose key is there is offered, and nothing is sent unasked", "[init]") {
    Home home;
    home.environment =
        Environment({{"HOME", home.temp.path().string()}, {"ANTHROPIC_API_KEY", "sk-very-secret"}});
    ScriptedPerson person({home.shop.path(), "shop", "2", "n", "claude-x", "n", "y"});

    const std::string written = home.run(person);

    CHECK_THAT(person.seen, Catch::Contains("anthropic: its key is in ANTHROPIC_API_KEY"));
    CHECK_THAT(test::file_bytes(written),
               Catch::Contains("default_model = \"anthropic:claude-x\"") &&
                   !Catch::Contains("sk-very-secret"));
    CHECK(home.check(written) == 0);
}
