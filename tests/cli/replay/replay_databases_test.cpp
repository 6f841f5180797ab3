#include "cli/replay/replay_databases.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/progress.h"
#include "cli/render/terminal.h"
#include "tests/cli/render/captured.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

/// A replay of the conversation "one" in no folder that has its databases.
struct Replayed {
    /// What `name` opens.
    database::Database& find(std::vector<std::string> names, const std::string& name) {
        databases.emplace(context, progress, std::move(names));
        return databases->find(name);
    }
    Error error(std::vector<std::string> names, const std::string& name) {
        try {
            find(std::move(names), name);
        } catch (const Failure& failure) {
            return failure.error();
        }
        return {};
    }

    test::TempFolder folder;
    std::string shop = test::make_database(folder, "CREATE TABLE t (n)", "shop.db");
    std::string fleet = test::make_database(folder, "CREATE TABLE t (n)", "fleet.db");
    Args args = parse_args(std::vector<const char*>{"replay", "one"}).value_or_throw();
    Config config;
    Environment environment;
    Terminal terminal;
    test::Captured out, said;
    Output output{out.writer()};
    Messages messages{said.writer(), false};
    CommandContext context{args, config, environment, terminal, output, messages, {}};
    Progress progress{messages, false, 80};
    std::optional<ReplayDatabases> databases;
};

}

TEST_CASE("replay databases: the only one that is given is the only one that is asked for",
          "[cli][replay]") {
    Replayed replayed;
    replayed.args.databases = replayed.config.databases = {replayed.fleet};

    CHECK(replayed.find({"shop"}, "shop").name() == "fleet");
    const Error error = replayed.error({"shop", "fleet"}, "shop");
    CHECK(error.code == Errc::usage);
    CHECK(error.message ==
          "the conversation asked the database 'shop', and none of -d is called so");
    CHECK(error.hint == "its databases: shop, fleet");
}

TEST_CASE("replay databases: several that are given are told apart by their names",
          "[cli][replay]") {
    Replayed replayed;
    replayed.args.databases = replayed.config.databases = {replayed.fleet, replayed.shop};

    CHECK(replayed.find({"shop", "fleet"}, "SHOP").name() == "shop");
    CHECK(replayed.databases->find("fleet").name() == "fleet");
    CHECK(&replayed.databases->find("fleet") == &replayed.databases->find("fleet"));
}

TEST_CASE("replay databases: without -d, the configuration's comes before the usual one",
          "[cli][replay]") {
    Replayed replayed;
    replayed.config.databases = {replayed.shop};
    CHECK(replayed.find({"shop"}, "shop").name() == "shop");
    CHECK(replayed.find({""}, "").name() == "shop");
    CHECK(replayed.error({"fleet"}, "fleet").message.find("neither configured nor a file") !=
          std::string::npos);

    replayed.config.known_databases = {{.name = "fleet", .path = replayed.fleet}};
    database::Database& known = replayed.find({"fleet"}, "fleet");
    CHECK(known.name() == "fleet");
    CHECK(&replayed.databases->find("fleet") == &known);
}

TEST_CASE("replay databases: what is not to be found is asked for", "[cli][replay]") {
    Replayed replayed;

    CHECK(replayed.error({"shop"}, "shop").hint == "name it: askdb replay one -d DB");
    CHECK(replayed.error({"shop", "fleet"}, "shop").hint ==
          "name each: askdb replay one -d DB -d DB");
    CHECK(replayed.error({""}, "").message ==
          "the conversation does not say which database it asked");
}

}
