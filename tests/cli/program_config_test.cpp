// `askdb config`, as the whole program.

#include "tests/support/json_schema.h"
#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

/// A home with a configuration, and a project's folder.
struct ConfiguredHome {
    TempFolder home;
    TempFolder project;

    explicit ConfiguredHome(std::string_view user, std::string_view of_project = {}) {
        std::filesystem::create_directories(home.file(".config/askdb"));
        std::ofstream(user_file()) << user;
        std::filesystem::permissions(user_file(), std::filesystem::perms(0600));
        if (!of_project.empty()) std::ofstream(project.file("askdb.toml")) << of_project;
    }
    std::string user_file() const { return home.file(".config/askdb/config.toml"); }
    ProgramEnd run(std::vector<std::string> words,
                   std::map<std::string, std::string> variables = {}) const {
        variables["HOME"] = home.path().string();
        return run_program({.arguments = std::move(words),
                            .environment = std::move(variables),
                            .folder = project.path().string()});
    }
};

}

TEST_CASE("program: config show prints what is in force, and where it comes from", "[program]") {
    const ConfiguredHome home(
        "default_database = \"shop\"\n[databases.shop]\n"
        "url = \"postgres://u:hunter2@h/d\"\n",
        "[limits]\nmax_steps = 3\n");

    const ProgramEnd text = home.run({"config", "show"}, {{"ASKDB_TIMEOUT", "7"}});
    const ProgramEnd json = home.run({"config", "show", "--output", "json"});

    CHECK(text.exit_code == 0);
    CHECK(text.err.empty());
    CHECK_THAT(text.out,
               Catch::Contains("default_database = \"shop\"  # " + home.user_file() + ":1\n"));
    CHECK_THAT(text.out, Catch::Contains("[databases.shop]\nurl = \"postgres://u@h/d\"  # "));
    CHECK_THAT(text.out, Catch::Contains("max_steps = 3  # askdb.toml:2\n"));
    CHECK_THAT(text.out, Catch::Contains("timeout = 7  # ASKDB_TIMEOUT\n"));
    CHECK((text.out + json.out).find("hunter2") == std::string::npos);
    const Json settings = parse_json(json.out, "settings").value_or_throw().at("settings");
    CHECK(settings.at(0) == Json{{"table", nullptr},
                                 {"key", "default_database"},
                                 {"value", "shop"},
                                 {"from", {home.user_file() + ":1"}}});
}

TEST_CASE("program: config path lists the files, also those that are missing", "[program]") {
    const ConfiguredHome home("default_model = \"offline\"\n");

    const ProgramEnd both = home.run({"config", "path"});
    const ProgramEnd without = home.run({"config", "path", "--no-project-config"});
    const ProgramEnd named = home.run({"config", "path", "--config", "/no/such.toml"});

    CHECK(both.out == home.user_file() + "\n" +
                          std::filesystem::canonical(home.project.path()).string() +
                          "/askdb.toml (missing)\n");
    CHECK(both.exit_code == 0);
    CHECK(without.out.find("(missing)") != std::string::npos);
    CHECK(named.out.rfind("/no/such.toml (missing)\n", 0) == 0);
    CHECK(named.exit_code == 0);
}

TEST_CASE("program: config check exits 0 or 2, and works on a file that nothing else can read",
          "[program]") {
    const ConfiguredHome sound("default_model = \"offline\"\n");
    const ConfiguredHome broken("[databse.x]\npath = \"y\"\n[limits\n");
    const ConfiguredHome project_runs("", "[databases.x]\nurl = \"postgres://evil/x\"\n");

    CHECK(sound.run({"config", "check"}).exit_code == 0);
    const ProgramEnd end = broken.run({"config", "check"});
    CHECK(end.exit_code == 2);
    CHECK_THAT(end.out, Catch::Contains(broken.user_file() + ":3: not TOML"));
    CHECK(broken.run({"config", "show"}).exit_code == 2);
    const ProgramEnd evil = project_runs.run({"config", "check", "--output", "json"});
    CHECK(evil.exit_code == 2);
    const Json report = parse_json(evil.out, "report").value_or_throw();
    CHECK(report.at("ok") == false);
    CHECK(report.at("exit_code") == 2);
    const Json& finding = report.at("findings").back();
    CHECK(finding.at("verdict") == "broken");
    CHECK_THAT(finding.at("message").get<std::string>(),
               Catch::Contains("askdb.toml:2: a project file must not set 'url'"));
}

TEST_CASE("program: a password that vault prints serves, and is shown nowhere", "[program]") {
    const ConfiguredHome home(
        "[databases.shop]\nurl = \"postgres://u@127.0.0.1:1/d\"\n"
        "password_command = \"vault kv get -field=password secret/shop\"\n"
        "[databases.whole]\nurl = \"postgres://u@127.0.0.1:1/d\"\n"
        "password_command = \"vault kv get -format=json secret/shop\"\n"
        "[databases.sealed]\nurl = \"postgres://u@127.0.0.1:1/d\"\n"
        "password_command = \"vault login hunter2\"\n");
    std::filesystem::create_directories(home.home.file("bin"));
    const std::string vault = home.home.file("bin/vault");
    std::ofstream(vault) << "#!/bin/sh\n"
                            "case \"$*\" in\n"
                            "*-field=password*) printf 'hunter2\\nuser: me\\n' ;;\n"
                            "*-format=json*) echo '{\"data\": {\"password\": \"hunter2\"}}' ;;\n"
                            "*) echo 'vault is sealed' >&2; exit 2 ;;\n"
                            "esac\n";
    std::filesystem::permissions(vault, std::filesystem::perms(0700));
    const std::map<std::string, std::string> path = {
        {"PATH", home.home.file("bin") + ":/usr/bin:/bin"}};

    const ProgramEnd end = home.run({"config", "check", "--secrets"}, path);

    INFO(end.out << end.err);
    CHECK(end.exit_code == 2);
    CHECK_THAT(end.out, !Catch::Contains("config.toml:3:"));
    CHECK_THAT(end.out, Catch::Contains("config.toml:6: the command for the secret of "
                                        "[databases.whole] printed a JSON object"));
    CHECK_THAT(end.out, Catch::Contains("-field="));
    CHECK_THAT(end.out, Catch::Contains("config.toml:9: the command for the secret of "
                                        "[databases.sealed] failed with exit code 2"));
    CHECK_THAT(end.err, Catch::Contains("vault is sealed"));
    CHECK((end.out + end.err).find("hunter2") == std::string::npos);
}

TEST_CASE("program: config check finds the store of conversations beside the file that names it",
          "[program]") {
    const ConfiguredHome home("[sessions]\nstore = \"kept.db\"\n");
    std::ofstream(home.home.file(".config/askdb/kept.db"));
    std::ofstream(home.project.file("kapt.db"));

    const ProgramEnd end = home.run({"config", "check"});

    INFO(end.out + end.err);
    CHECK(end.exit_code == 0);
}

}
