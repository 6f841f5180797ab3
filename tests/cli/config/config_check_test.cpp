#include "cli/config/config_check.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace askdb;
using namespace askdb::cli;
using namespace askdb::test;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

/// The user's file in a folder of its own, checked.
struct CheckedConfig {
    TempFolder folder = {};
    Variables variables = {};
    bool runs_commands = false;
    std::filesystem::perms mode = std::filesystem::perms(0600);

    std::string path() const { return folder.file("config.toml"); }

    std::vector<Finding> check(std::string_view text) const { return report(text).findings; }

    ConfigReport report(std::string_view text) const {
        std::ofstream(path()) << text;
        std::filesystem::permissions(path(), mode);
        Args args;
        args.config = path();
        args.no_project_config = true;
        const Environment environment(variables);
        const std::stop_token stop;
        return check_configuration({args, environment, stop, runs_commands});
    }

    /// Message and fix of each, the file's name as FILE.
    std::string words(std::string_view text) const {
        std::string all;
        for (const Finding& finding : check(text))
            all += finding.message + " → " + finding.fix + "\n";
        for (std::size_t at = 0; (at = all.find(path())) != std::string::npos;)
            all.replace(at, path().size(), "FILE");
        return all;
    }
};

}

TEST_CASE("config check: a parameter of a URL that no driver takes is told", "[config]") {
    const CheckedConfig config{};

    CHECK_THAT(config.words("[databases.pg]\nurl = \"postgres://h/d?sslmod=require\"\n"),
               Catch::Contains("'sslmod'") && Catch::Contains("did you mean 'sslmode'?"));
    CHECK_THAT(config.words("[databases.my]\nurl = \"mysql://h/d?sslmode=requir\"\n"),
               Catch::Contains("'requir'"));
}

TEST_CASE("config check: a sound file is one good finding", "[config]") {
    const CheckedConfig config{.variables = {{"PW", "x"}, {"ANTHROPIC_API_KEY", "k"}}};
    make_database(config.folder, "create table t(a)", "shop.db");

    const auto findings = config.check(
        "default_database = \"shop\"\ndefault_model = \"m\"\n"
        "[databases.shop]\npath = \"shop.db\"\n"
        "[databases.pg]\nurl = \"postgres://h/d\"\n"
        "password_env = \"PW\"\n"
        "[models.m]\nvendor = \"anthropic\"\nmodel = \"x\"\n"
        "fallback = [\"ollama:y\"]\n");

    REQUIRE(findings.size() == 1);
    CHECK(findings[0].verdict == Verdict::good);
    CHECK(exit_code_of(findings) == 0);
}

TEST_CASE("config check: every problem is told, with its line, in the order of the file",
          "[config]") {
    const CheckedConfig config;

    const std::string words = config.words(
        "defualt_model = \"m\"\n"
        "[databases.shop]\n"
        "paht = \"shop.db\"\n"
        "[database.x]\n"
        "path = \"y\"\n"
        "[limits]\n"
        "timeout = -1\n"
        "max_row = 5\n");

    INFO(words);
    for (const char* expected :
         {"FILE:1: unknown key 'defualt_model' → did you mean 'default_model'?",
          "FILE:3: unknown key 'paht' in [databases.shop] → did you mean 'path'?",
          "FILE:4: unknown key 'database' → did you mean 'databases'?", "FILE:7: 'timeout' must be",
          "FILE:8: unknown key 'max_row' in [limits] → did you mean 'max_rows'?"})
        CHECK(words.find(expected) != std::string::npos);
    CHECK(words.find("FILE:1:") < words.find("FILE:3:"));
    CHECK(words.find("FILE:3:") < words.find("FILE:7:"));
}

TEST_CASE("config check: names that lead nowhere are told with the nearest", "[config]") {
    const CheckedConfig config;

    const std::string words = config.words(
        "default_database = \"shpo\"\ndefault_model = \"fsat\"\n"
        "[databases.shop]\npath = \"gone.db\"\n"
        "[databases.pg]\nurl = \"postgers://h/d\"\n"
        "[databases.dsn]\ndsn = \"no such source\"\n"
        "[models.fast]\nvendor = \"opnai\"\nmodel = \"x\"\n"
        "[models.slow]\nbase_url = \"ftp://x\"\nmodel = \"x\"\nfallback = [\"fats\"]\n"
        "[models.keyless]\nvendor = \"openai\"\nmodel = \"x\"\n");

    INFO(words);
    for (const char* expected :
         {"FILE:1: default_database 'shpo' is not configured → did you mean 'shop'?",
          "FILE:2: no model named 'fsat' → did you mean 'fast'?", "FILE:4: the file '",
          "FILE:6: cannot open a 'postgers' database → did you mean 'postgres'?",
          "FILE:8: no ODBC data source is named 'no such source'",
          "FILE:10: no model vendor named 'opnai' → did you mean 'openai:x'?",
          "FILE:13: ", "FILE:15: fallback 'fats': no model named 'fats' → did you mean 'fast'?",
          "FILE:17: no key for the model 'keyless': the variable OPENAI_API_KEY is not set → "
          "export OPENAI_API_KEY=…"})
        CHECK(words.find(expected) != std::string::npos);
}

TEST_CASE("config check: the planner, or the model itself, is no fallback", "[config]") {
    const CheckedConfig config;

    const std::string words = config.words(
        "[models.fast]\nbase_url = \"http://127.0.0.1:1/v1\"\nmodel = \"x\"\n"
        "fallback = [\"offline\", \"fast\"]\n");

    CHECK_THAT(words, Catch::Contains("FILE:4: fallback 'offline': the built-in planner is no "
                                      "language model"));
    CHECK_THAT(words, Catch::Contains("FILE:4: fallback 'fast': it is that model itself"));
}

TEST_CASE("config check: places of secrets are looked at, and their contents never shown",
          "[config]") {
    CheckedConfig config;
    const std::string open = config.folder.file("open"), kept = config.folder.file("kept");
    std::ofstream(open) << "hunter2\n";
    std::ofstream(kept) << "hunter2\n";
    std::filesystem::permissions(open, std::filesystem::perms(0644));
    std::filesystem::permissions(kept, std::filesystem::perms(0600));
    const std::string text =
        "[databases.a]\nurl = \"postgres://h/a\"\npassword_file = \"open\"\n"
        "[databases.b]\nurl = \"postgres://h/b\"\npassword_file = \"kept\"\n"
        "[databases.c]\nurl = \"postgres://h/c\"\npassword_file = \"gone\"\n"
        "[databases.d]\nurl = \"postgres://h/d\"\npassword_env = \"GONE\"\n"
        "[databases.e]\nurl = \"postgres://h/e\"\n"
        "password_command = \"echo hunter2; touch ran; exit 3\"\n";

    const std::string without = config.words(text);
    const bool ran = std::filesystem::exists("ran");
    config.runs_commands = true;
    const std::string with = config.words(text);
    std::filesystem::remove("ran");

    INFO(with);
    CHECK(without.find("FILE:3: other users may read or write the secret file '") !=
          std::string::npos);
    CHECK(without.find("→ chmod 600 '") != std::string::npos);
    CHECK(without.find("FILE:6:") == std::string::npos);
    CHECK(without.find("FILE:9: the secret file '") != std::string::npos);
    CHECK(without.find("FILE:12: the variable GONE is not set") != std::string::npos);
    CHECK(without.find("FILE:15:") == std::string::npos);
    CHECK_FALSE(ran);
    CHECK(with.find("FILE:15: the command for the secret of [databases.e] failed with exit code "
                    "3") != std::string::npos);
    CHECK(with.find("hunter2") == std::string::npos);
}

TEST_CASE("config check: a file that holds a password must be for nobody else", "[config]") {
    CheckedConfig config{.mode = std::filesystem::perms(0644)};
    const std::string text = "[databases.a]\nurl = \"postgres://u:hunter2@h/a\"\n";

    const std::string open = config.words(text);
    config.mode = std::filesystem::perms(0666);
    const std::string writable = config.words("default_model = \"offline\"\n");
    config.mode = std::filesystem::perms(0600);

    CHECK(open.find("FILE:2: it holds a password, and other users may read this file") !=
          std::string::npos);
    CHECK(open.find("hunter2") == std::string::npos);
    CHECK(writable.find("other users may write to this file → chmod go-w 'FILE'") !=
          std::string::npos);
    CHECK(exit_code_of(config.check(text)) == 0);
}

TEST_CASE("config check: what was read comes along, unless it cannot be used as it is",
          "[config]") {
    const CheckedConfig config;

    const ConfigReport sound = config.report("default_model = \"offline\"\n");
    const ConfigReport lacking = config.report("[databases.a]\npath = \"gone.db\"\n");
    const ConfigReport wrong = config.report("[databases.a]\npaht = \"gone.db\"\n");

    REQUIRE((sound.files && sound.files->user));
    CHECK(sound.files->user->config.default_model == "offline");
    CHECK_FALSE(sound.files->project);
    REQUIRE((lacking.files && lacking.files->user));  // A database may be the only one missing.
    CHECK(exit_code_of(lacking.findings) == 2);
    CHECK_FALSE(wrong.files);
}

TEST_CASE("config check: what is no TOML, and a file that is not there, are one problem each",
          "[config]") {
    const CheckedConfig config;
    const std::string words = config.words("[databases\n");
    Args args;
    args.config = config.folder.file("gone.toml");
    args.no_project_config = true;
    const Environment environment;
    const std::stop_token stop;

    const auto findings = check_configuration({args, environment, stop}).findings;

    CHECK(words.find("FILE:1: not TOML") == 0);
    REQUIRE(findings.size() == 1);
    CHECK(exit_code_of(findings) == 2);
}

TEST_CASE("config check: a variable that is nearly one of ours is named, others are not",
          "[config]") {
    const CheckedConfig config{
        .variables = {{"ASKDB_TIMEOT", "3"}, {"ASKDB_HOMEPAGE_COLOUR", "x"}, {"ASKDB_MODEL", ""}}};

    const auto findings = config.check("default_model = \"offline\"\n");

    REQUIRE(findings.size() == 2);
    CHECK(findings[1].verdict == Verdict::warning);
    CHECK(findings[1].message == "the variable ASKDB_TIMEOT is not known");
    CHECK(findings[1].fix == "did you mean 'ASKDB_TIMEOUT'?");
    CHECK(exit_code_of(findings) == 0);
}

TEST_CASE("config check: a list of tables that is no list is told", "[config]") {
    const CheckedConfig config;
    make_database(config.folder, "create table t(a)", "shop.db");
    for (const std::string key : {"tables", "deny_tables"}) {
        INFO(key);

        const std::string told =
            config.words("[databases.shop]\npath = \"shop.db\"\n" + key + " = \"t\"\n");

        CHECK(told.find("FILE:3") != std::string::npos);
        CHECK(told.find(key) != std::string::npos);
    }
}
