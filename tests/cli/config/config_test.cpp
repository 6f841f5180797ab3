#include "cli/config/config.h"

#include "cli/database_choice.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

FoundFile user_file(std::string_view text) {
    return {parse_config(text, "/home/a/askdb/config.toml", Trust::user).value_or_throw(),
            "/home/a/askdb/config.toml"};
}

FoundFile project(std::string_view text) {
    return {parse_config(text, "askdb.toml", Trust::project).value_or_throw(), "askdb.toml"};
}

Config merged(const std::optional<FoundFile>& user, const std::optional<FoundFile>& own,
              std::map<std::string, std::string, std::less<>> variables = {},
              const Args& args = {}) {
    const Environment environment(std::move(variables));
    return merge_config({user, own, environment, args}).value_or_throw();
}

}

TEST_CASE("config: flags win over the environment, it over the files", "[cli]") {
    const auto user = user_file(
        "default_model = \"offline\"\n[limits]\nmax_rows = 1\nmax_steps = 4\ntimeout = 5");
    Args args;
    args.max_rows = "3";
    args.model = "ollama:c";

    const Config config = merged(
        user, {}, {{"ASKDB_MAX_ROWS", "2"}, {"ASKDB_MAX_STEPS", "6"}, {"ASKDB_MODEL", "b"}}, args);

    CHECK(config.limits.max_rows == 3);
    CHECK(config.limits.max_steps == 6);
    CHECK(config.limits.timeout == 5);
    CHECK(config.model == "ollama:c");
}

TEST_CASE("config: the database is the flag, the variable, the default, or the only one", "[cli]") {
    const auto one = user_file("[databases.a]\npath = \"a.db\"");
    const auto two = user_file(
        "default_database = \"b\"\n[databases.a]\npath = \"a.db\"\n[databases.b]\npath = \"b.db\"");
    const auto undecided =
        user_file("[databases.a]\npath = \"a.db\"\n[databases.b]\npath = \"b.db\"");
    Args args;
    args.databases = {"x", "y"};

    CHECK(merged(one, {}).databases == std::vector<std::string>{"a"});
    CHECK(merged(two, {}).databases == std::vector<std::string>{"b"});
    CHECK(merged(undecided, {}).databases.empty());
    CHECK(merged(two, {}, {{"ASKDB_DATABASE", "v.db"}}).databases ==
          std::vector<std::string>{"v.db"});
    CHECK(merged(two, {}, {{"ASKDB_DATABASE", "v.db"}}, args).databases == args.databases);
}

TEST_CASE("config: relative paths start at the user's file, ~ is the home", "[cli]") {
    const auto user = user_file(
        "[databases.a]\npath = \"d/a.db\"\n[databases.b]\npath = \"~/b.db\"\n[databases.c]\npath = "
        "\"/c.db\"");

    const Config config = merged(user, {}, {{"HOME", "/home/me"}});

    CHECK(config.known_databases[0].path == "/home/a/askdb/d/a.db");
    CHECK(config.known_databases[1].path == "/home/me/b.db");
    CHECK(config.known_databases[2].path == "/c.db");
}

TEST_CASE("config: a project file tightens limits, adds rules and its own database", "[cli]") {
    const auto user = user_file("instructions = \"first\"\n[limits]\nmax_rows = 10");
    const auto own = project(
        "instructions = \"second\"\ndefault_database = \"p\"\n[databases.p]\npath = \"p.db\"\n"
        "[limits]\nmax_rows = 99\ntimeout = 1");

    const Config config = merged(user, own);

    CHECK(config.instructions == "first\n\nsecond");
    CHECK(config.databases == std::vector<std::string>{"p"});
    CHECK(config.limits.max_rows == 10);
    CHECK(config.limits.timeout == 1);
    CHECK_THAT(config.notes.back(), Catch::Contains("askdb.toml"));
}

TEST_CASE("config: a project file takes no name from the user's own databases", "[cli]") {
    const auto user = user_file("[databases.prod]\npath = \"/srv/prod.db\"");
    const auto own = project("[databases.prod]\npath = \"fake.db\"");

    const auto config = merge_config({user, own, Environment(), Args()});

    REQUIRE_FALSE(config.ok());
    CHECK_THAT(config.error().message, Catch::Contains("has a database 'prod' already"));
}

TEST_CASE("config: a wrong variable and an unknown default are told by name", "[cli]") {
    const Environment soon(
        std::map<std::string, std::string, std::less<>>{{"ASKDB_TIMEOUT", "soon"}});
    const auto wrong = merge_config({{}, {}, soon, Args()});
    const auto unknown =
        merge_config({user_file("default_database = \"x\""), {}, Environment(), Args()});

    REQUIRE_FALSE(wrong.ok());
    CHECK_THAT(wrong.error().message, Catch::StartsWith("ASKDB_TIMEOUT must be"));
    REQUIRE_FALSE(unknown.ok());
    CHECK_THAT(unknown.error().message, Catch::Contains("default_database 'x' is not configured"));
}

TEST_CASE("config: a file that was named must be there", "[cli]") {
    Args args;
    args.config = "/nonexistent/config.toml";
    args.no_project_config = true;

    const auto config = load_config(args, Environment(), {});

    REQUIRE_FALSE(config.ok());
    CHECK(config.error().code == Errc::usage);
    CHECK_THAT(config.error().message, Catch::Contains("cannot read '/nonexistent/config.toml'"));
}

TEST_CASE("config: a default that holds a password is not repeated", "[cli]") {
    const auto config = merge_config(
        {user_file("default_database = \"Driver=x;PWD=hunter2\""), {}, Environment(), Args()});

    REQUIRE_FALSE(config.ok());
    CHECK_THAT(config.error().message, !Catch::Contains("hunter2"));
}

TEST_CASE("config: every limit with a flag is read from it, by its key", "[cli]") {
    Args args;
    args.timeout = args.max_rows = args.max_steps = args.max_tokens = "7";

    const Config config = merged({}, {}, {}, args);

    for (const LimitSpec& limit : all_limits()) {
        INFO(limit.key);
        const bool has_flag = !args.text_of(limit.key).empty();
        CHECK((config.limits.*limit.member).has_value() == has_flag);
    }
    CHECK(config.limits.max_tokens == 7);
}

TEST_CASE("config: a stop ends the wait for a file that is a silent pipe", "[cli]") {
    const test::TempFolder folder;
    REQUIRE(::mkfifo(folder.file("fifo").c_str(), 0600) == 0);
    std::stop_source stop;
    stop.request_stop();
    Args args;
    args.config = folder.file("fifo");

    CHECK_THROWS_AS(load_config(args, Environment(), stop.get_token()), Stopped);
}

TEST_CASE("config: a project tightens the user's table lists, and cannot loosen them",
          "[cli][lists]") {
    const auto user =
        user_file("[databases.shop]\nurl = \"postgres://h/prod\"\ndeny_tables = [\"secrets\"]");
    const auto tighter = project(
        "[databases.shop]\ntables = [\"secrets\", \"sites\"]\n"
        "[databases.own]\npath = \"x.db\"\ntables = [\"a*\"]");
    const Environment environment;

    const Config config = merged(user, tighter);
    const auto choices =
        choose_databases({"shop", "own"}, config.known_databases, {environment, {}})
            .value_or_throw();

    REQUIRE(choices.size() == 2);
    CHECK(choices[0].address == "postgres://h/prod");
    CHECK(choices[0].tables.allows("public", "sites"));
    CHECK_FALSE(choices[0].tables.allows("public", "secrets"));
    CHECK_FALSE(choices[0].tables.allows("public", "orders"));
    CHECK(choices[0].tables.calls_database("prod"));
    CHECK(choices[1].tables.allows("main", "alarms"));
    CHECK_FALSE(choices[1].tables.allows("main", "sites"));
}

TEST_CASE("config: a project's lists for a database that nobody has are an error", "[cli][lists]") {
    const std::optional<FoundFile> none;
    const std::optional<FoundFile> lists = project("[databases.shop]\ntables = [\"a\"]");
    const Environment environment;

    const auto config = merge_config({none, lists, environment, Args{}});

    REQUIRE_FALSE(config);
    CHECK(config.error().message == "askdb.toml: [databases.shop] has no path");
}
