#include "cli/config/sessions_setting.h"

#include "cli/config/config_settings.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string sessions_error(std::string_view text, Trust trust = Trust::user) {
    const auto config = parse_config(text, "c.toml", trust);
    REQUIRE_FALSE(config.ok());
    return config.error().message;
}

struct SessionsSetup {
    std::optional<FoundFile> user = {}, project = {};
    Environment environment = Environment().with("HOME", "/home/ann");
    Args args = {};

    void read(std::string_view text) {
        user = FoundFile{parse_config(text, "c.toml", Trust::user).value_or_throw(), "/cfg/c.toml"};
    }
    Config merged() const {
        return merge_config({user, project, environment, args}).value_or_throw();
    }
    /// "key = value  # from" of all settings of [sessions].
    std::vector<std::string> shown() const {
        std::vector<std::string> lines;
        for (const Setting& setting : list_settings({user, project, environment, args}, merged())) {
            if (setting.table == "sessions")
                lines.push_back(setting.key + " = " + toml_text(setting.value) + "  # " +
                                setting.from.front());
        }
        return lines;
    }
};

}

TEST_CASE("[sessions]: all that may stand in it is read", "[cli][config]") {
    const SessionsConfig read = parse_config(R"([sessions]
enabled = true
store = "kept.db"
encryption_key_command = "pass show askdb"
retention_days = 30
retention_megabytes = 500
)",
                                             "c.toml", Trust::user)
                                    .value_or_throw()
                                    .sessions;

    CHECK(read.enabled == true);
    CHECK(read.store == "kept.db");
    CHECK(read.encryption_key_command == "pass show askdb");
    CHECK(read.retention_days == 30);
    CHECK(read.retention_megabytes == 500);
}

TEST_CASE("[sessions]: what is wrong is told with its line", "[cli][config]") {
    CHECK(sessions_error("[sessions]\nenabled = 1") == "c.toml:2: 'enabled' must be true or false");
    CHECK(sessions_error("[sessions]\nretention_days = 0") ==
          "c.toml:2: 'retention_days' must be a whole number of days from 1 to 1000000");
    CHECK(sessions_error("[sessions]\nretention_days = \"x\"").starts_with("c.toml:2: "));
    CHECK(sessions_error("[sessions]\nstor = \"x\"") ==
          "c.toml:2: unknown key 'stor' in [sessions]");
    CHECK(sessions_error("sessions = 3") == "c.toml:1: 'sessions' must be a table: [sessions]");
    CHECK(sessions_error("[sessions]\nenabled = false", Trust::project).find("must not set") !=
          std::string::npos);
}

TEST_CASE("[sessions]: paths start at the file, names and addresses stay", "[cli][config]") {
    SessionsSetup setup;
    const auto store_of = [&](const std::string& store) {
        setup.read("[databases.kept]\nurl = \"postgres://h/kept\"\n[sessions]\nstore = \"" + store +
                   "\"\n");
        return setup.merged().sessions.store;
    };

    CHECK(store_of("kept.db") == "/cfg/kept.db");
    CHECK(store_of("~/kept.db") == "/home/ann/kept.db");
    CHECK(store_of("/x/kept.db") == "/x/kept.db");
    CHECK(store_of("kept") == "kept");
    CHECK(store_of("postgres://h/kept") == "postgres://h/kept");
}

TEST_CASE("[sessions]: the variable beats the file", "[cli][config]") {
    SessionsSetup setup;
    setup.read("[sessions]\nenabled = false\nstore = \"kept.db\"\n");
    CHECK(setup.merged().sessions.enabled == false);

    setup.environment = setup.environment.with("ASKDB_SESSIONS", "other.db");
    CHECK(setup.merged().sessions.enabled == true);
    CHECK(setup.merged().sessions.store == "other.db");

    setup.environment = setup.environment.with("ASKDB_SESSIONS", "off");
    CHECK(setup.merged().sessions.enabled == false);
}

TEST_CASE("[sessions]: what is in force is shown with where it comes from", "[cli][config]") {
    SessionsSetup setup;
    CHECK(setup.shown() == std::vector<std::string>{
                               "enabled = true  # built in",
                               "store = \"/home/ann/.local/share/askdb/sessions.db\"  # built in"});

    setup.read(
        "[sessions]\nstore = \"postgres://me:secret@h/kept\"\n"
        "encryption_key_command = \"pass show x\"\nretention_days = 30\n");
    const std::vector<std::string> shown = setup.shown();
    REQUIRE(shown.size() == 4);
    CHECK(shown[1].find("secret") == std::string::npos);
    CHECK(shown[1].ends_with("# /cfg/c.toml:2"));
    CHECK(shown[2] == "encryption_key_command = \"pass …\"  # /cfg/c.toml:3");
    CHECK(shown[3] == "retention_days = 30  # /cfg/c.toml:4");

    setup.environment = setup.environment.with("ASKDB_SESSIONS", "off");
    CHECK(setup.shown().front() == "enabled = false  # ASKDB_SESSIONS");
}
