#include "cli/session_wiring.h"

#include "cli/environment.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <stop_token>

using namespace askdb;
using namespace askdb::cli;

namespace {

const std::stop_token no_stop;

Result<DatabaseChoice> store_choice(const Config& config, const Environment& environment) {
    return choose_sessions_store(config, {environment, no_stop});
}

}

TEST_CASE("sessions store: in the data folder, unless there is none", "[cli][sessions]") {
    const test::TempFolder home;
    CHECK(
        store_choice({}, Environment().with("HOME", home.path().string())).value_or_throw().path ==
        home.file(".local/share/askdb/sessions.db"));
    CHECK(store_choice({}, Environment().with("XDG_DATA_HOME", "/data")).value_or_throw().path ==
          "/data/askdb/sessions.db");

    const auto none = store_choice({}, Environment().with("HOME", "/nonexistent"));
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::usage);
    CHECK(none.error().message == "no conversation is kept: there is no home folder");
}

TEST_CASE("sessions store: what -d takes, as far as it can keep something", "[cli][sessions]") {
    const Environment environment =
        Environment().with("HOME", "/nonexistent").with("PGPASSWORD", "secret");
    const auto with_store = [&](const std::string& store) {
        Config config;
        config.sessions.store = store;
        config.known_databases = {{.name = "kept", .url = "postgres://me@h/kept"}};
        return store_choice(config, environment);
    };

    CHECK(with_store("/x/kept.db").value_or_throw().path == "/x/kept.db");
    CHECK(with_store("kept").value_or_throw().address == "postgres://me@h/kept");
    CHECK(with_store("kept").value_or_throw().password == "secret");
    CHECK(with_store("/x/orders.csv").error().message ==
          "[sessions] store: '/x/orders.csv' is a data file, which keeps nothing");
    CHECK(with_store("nonsense")
              .error()
              .message.starts_with("[sessions] store: no database named 'nonsense'"));
}

TEST_CASE("sessions store: turned off, it is nowhere", "[cli][sessions]") {
    Config config;
    config.sessions.enabled = false;

    const auto why = why_nothing_is_kept(config, Environment().with("XDG_DATA_HOME", "/data"));

    REQUIRE(why);
    CHECK(why->message == "no conversation is kept: it is turned off");
}

TEST_CASE("sessions: a user is called as the system says", "[cli][sessions]") {
    CHECK(session_user(Environment().with("LOGNAME", "ann").with("USER", "bob")) == "ann");
    CHECK(session_user(Environment().with("USER", "bob")) == "bob");
    CHECK_FALSE(session_user(Environment()).empty());
}
