#include "cli/config/config_file.h"
#include "tests/built_paths.h"
#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace askdb::test {
namespace {

std::string config_text(const std::string& name) {
    std::ifstream file(ASKDB_SOURCE_DIR "/examples/config/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

cli::FileConfig parsed(const std::string& name, cli::Trust trust) {
    auto config = cli::parse_config(config_text(name), name, trust);
    INFO((config.ok() ? "" : config.error().message));
    REQUIRE(config.ok());
    return std::move(config).value();
}

}

TEST_CASE("configuration example: a person's has every kind of database, secret and limit",
          "[examples]") {
    const cli::FileConfig config = parsed("config.toml", cli::Trust::user);

    CHECK(config.databases.size() >= 6);
    CHECK(config.models.size() >= 4);
    const auto any = [&](auto has) {
        return std::any_of(config.databases.begin(), config.databases.end(), has);
    };
    CHECK(any([](const auto& one) { return !one.files.empty(); }));
    CHECK(any([](const auto& one) { return one.password.command.starts_with("vault "); }));
    CHECK(any([](const auto& one) { return one.password.command.starts_with("aws "); }));
    CHECK(any([](const auto& one) { return !one.password.file.empty(); }));
    CHECK(any([](const auto& one) { return !one.password.variable.empty(); }));
    for (const cli::ModelConfig& model : config.models) {
        for (const std::string& name : model.fallback)
            CHECK((name == "offline" ||
                   std::any_of(config.models.begin(), config.models.end(),
                               [&](const auto& other) { return other.name == name; })));
    }
}

TEST_CASE("configuration example: a project's is one that a stranger's folder may bring",
          "[examples]") {
    const cli::FileConfig config = parsed("askdb.toml", cli::Trust::project);

    CHECK(config.databases.size() >= 3);
    CHECK(config.default_database == "maintenance");
}

TEST_CASE("configuration example: askdb starts with both", "[examples]") {
    const TempFolder folder;
    std::filesystem::create_directory(folder.file("build"));
    make_database(folder, "CREATE TABLE sites (name TEXT); INSERT INTO sites VALUES ('Brno')",
                  "build/maintenance.db");
    std::ofstream(folder.file("askdb.toml")) << config_text("askdb.toml");

    const ProgramEnd end =
        run_program({.arguments = {"--config", ASKDB_SOURCE_DIR "/examples/config/config.toml",
                                   "-m", "offline", "How many sites are there?"},
                     .folder = folder.path()});

    INFO(end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out.find("1") != std::string::npos);
}

}
