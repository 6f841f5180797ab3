#include "cli/knowledge/keep.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "libagent/knowledge/folder.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// What a command gets, with a configuration folder of its own and no project.
struct OwnFolder {
    test::TempFolder temp;
    Args args;
    Config config;
    Environment environment{{{"XDG_CONFIG_HOME", temp.path().string()}}};
    Terminal terminal;
    Output output{-1};
    Messages messages{-1, false};
    CommandContext context{args, config, environment, terminal, output, messages, {}};

    OwnFolder() { args.no_project_config = true; }
    std::vector<knowledge::Entry> kept() const {
        return knowledge::read_folder({temp.file("askdb/knowledge")}).entries;
    }
};

}

TEST_CASE("keep: a good answer is a verified query beside the configuration", "[knowledge]") {
    const OwnFolder own;

    const GoodAnswer good{
        .question = " How many? ", .sql = "SELECT 1", .database = "shop", .dialect = "sqlite"};
    const KeptAnswer first = keep_good(own.context, good), again = keep_good(own.context, good);

    CHECK(first.path == own.temp.file("askdb/knowledge/how-many.md"));
    CHECK(first.is_new);
    CHECK(again.path == first.path);
    CHECK_FALSE(again.is_new);
    REQUIRE(own.kept().size() == 1);
    const knowledge::Entry entry = own.kept().front();
    CHECK(entry.question == "How many?");
    CHECK(entry.database == "shop");
    CHECK(entry.dialect == "sqlite");
    CHECK(entry.date.size() == 10);
    CHECK(entry.verdict == knowledge::Verdict::good);
    CHECK(entry.sql == "SELECT 1");
}

TEST_CASE("keep: a bad answer is kept with what is right", "[knowledge]") {
    const OwnFolder own;

    keep_bad(own.context, {.question = "How many?",
                           .database = "shop",
                           .wrong_sql = "SELECT 1",
                           .wrong_answer = "1",
                           .correction = "Cancelled ones do not count."});

    REQUIRE(own.kept().size() == 1);
    const knowledge::Entry entry = own.kept().front();
    CHECK(entry.verdict == knowledge::Verdict::bad);
    CHECK(entry.wrong_sql == "SELECT 1");
    CHECK(entry.wrong_answer == "1");
    CHECK(entry.note == "Cancelled ones do not count.");
    CHECK(entry.sql.empty());
}

TEST_CASE("keep: what says nothing, and what has no folder, is refused", "[knowledge]") {
    const OwnFolder own;
    OwnFolder homeless;
    homeless.environment = Environment{};

    CHECK_THROWS_AS(keep_good(own.context, {.question = "q", .sql = " ", .database = "d"}),
                    Failure);
    CHECK_THROWS_AS(keep_bad(own.context, {.question = "q", .database = "d"}), Failure);
    CHECK_THROWS_WITH(
        keep_good(homeless.context, {.question = "q", .sql = "SELECT 1", .database = "d"}),
        "there is no folder to keep it in");
    CHECK(own.kept().empty());
}
