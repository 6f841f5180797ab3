#include "libagent/loop/resume.h"

#include "libagent/database/sqlite/sqlite_own_source.h"
#include "sessions/memory_store.h"
#include "sessions/sql_store.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <fstream>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

/// A conversation of two turns that was kept, and is opened again.
struct Resumed {
    explicit Resumed(std::unique_ptr<session::SessionArchive> kept = sessions::make_memory_store())
        : archive(std::move(kept)),
          fixture({queries("SELECT name FROM customers ORDER BY 1"), says("Three."),
                   queries("SELECT 5 AS n"), says("Five."), queries("SELECT 6"), says("Done."),
                   queries("SELECT 7"), says("Done.")}) {
        ask(fixture.conversation, "Who?");
        ask(fixture.conversation, "How many?");
        later.session_id = fixture.conversation.session_id;
    }

    void ask(Conversation& conversation, std::string_view question) {
        const Agent agent{fixture.model, fixture.databases, *archive, {}, {}, fixture.log};
        loop::ask(agent, conversation, {question}, {fixture.sink});
    }

    std::unique_ptr<session::SessionArchive> archive;
    AgentFixture fixture;
    Conversation later;
};

std::unique_ptr<session::SessionArchive> store_in(const test::TempFolder& folder,
                                                  std::string key = {}) {
    return sessions::make_sql_store({.where = database::make_sqlite_own_source(folder.file("s.db")),
                                     .artifact_folder = folder.file("artifacts"),
                                     .encryption_key = std::move(key)});
}

}

TEST_CASE("resume: results are found by the handles that they had", "[loop][kept_results]") {
    Resumed f;

    CHECK(resume(f.later, *f.archive).empty());

    REQUIRE(f.later.results.find("r1") != nullptr);
    CHECK(f.later.results.find("r1")->rows.cell(2, 0).text == "Çelik");
    CHECK(f.later.results.find("r2")->sql == "SELECT 5 AS n");
    CHECK(f.later.results.query("SELECT n FROM r2", {}, {}).value_or_throw().cell(0, 0).text ==
          "5");
    CHECK(f.later.kept_results == 2);
}

TEST_CASE("resume: the next result counts on, and only it is kept anew", "[loop][kept_results]") {
    Resumed f;
    resume(f.later, *f.archive);

    f.ask(f.later, "And now?");

    CHECK(f.later.results.last_number() == 3);
    CHECK(f.archive->artifacts(f.later.key()).size() == 6);
    CHECK(f.fixture.sink.all<chat::ArtifactSaved>().size() == 6);
}

TEST_CASE("resume: a new conversation has nothing to be put back", "[loop][kept_results]") {
    Resumed f;
    Conversation fresh;
    fresh.session_id = "another";

    CHECK(resume(fresh, *f.archive).empty());

    CHECK(fresh.results.all().empty());
    CHECK(fresh.results.last_number() == 0);
}

TEST_CASE("resume: results come back from files, encrypted or not", "[loop][kept_results]") {
    for (const std::string& key : {std::string(), std::string(32, 'k')}) {
        const test::TempFolder folder;
        Resumed f(store_in(folder, key));
        f.archive = store_in(folder, key);

        CHECK(resume(f.later, *f.archive).empty());

        REQUIRE(f.later.results.find("r1") != nullptr);
        CHECK(f.later.results.find("r1")->rows.cell(2, 0).text == "Çelik");
        f.ask(f.later, "And now?");
        CHECK(f.later.results.find("r3") != nullptr);
        CHECK(f.archive->artifacts(f.later.key()).size() == 6);
    }
}

TEST_CASE("resume: what is damaged or gone is told, and the rest comes back",
          "[loop][kept_results]") {
    const test::TempFolder folder;
    Resumed f(store_in(folder));
    std::ofstream(f.archive->artifact_path(f.later.key(), "r1.csv")) << "name\nMallory\n";

    const std::vector<Error> lost = resume(f.later, *f.archive);

    REQUIRE(lost.size() == 1);
    CHECK(lost[0].message.find("'r1.csv'") != std::string::npos);
    CHECK(f.later.results.find("r1") == nullptr);
    CHECK(f.later.results.find("r2") != nullptr);
    CHECK(
        f.later.results.query("SELECT * FROM r1", {}, {}).error().message.find("no longer kept") !=
        std::string::npos);
}

TEST_CASE("catch up: what others kept is there, and no handle is given away twice",
          "[loop][kept_results]") {
    Resumed f;
    Conversation other{.session_id = f.fixture.conversation.session_id, .results = {}};
    CHECK(resume(other, *f.archive).empty());
    f.ask(f.fixture.conversation, "And six?");  // r3, which the other one does not know.
    other.results.add("shop", "SELECT 'own'", {});

    const std::vector<std::string> told = catch_up(other, *f.archive);

    REQUIRE(told.size() == 1);
    CHECK(told[0].find("your r3 is called r4 from now on") == 0);
    CHECK(other.results.find("r3")->sql == "SELECT 6");
    CHECK(other.results.find("r4")->sql == "SELECT 'own'");
    CHECK(other.kept_results == 3);
    CHECK(other.results.query("SELECT * FROM r3", {}, {}).value_or_throw().cell(0, 0).text == "6");
    CHECK(catch_up(other, *f.archive).empty());
    CHECK(other.results.last_number() == 4);
}

TEST_CASE("catch up: the handles of turns that were taken back are not given away again",
          "[loop][kept_results]") {
    Resumed f;
    const session::SessionKey key = f.later.key();
    CHECK_FALSE(f.archive->rewind(key, 1));
    CHECK(resume(f.later, *f.archive).empty());
    CHECK(f.later.results.last_number() == 1);

    f.ask(f.later, "And six?");

    CHECK(f.later.results.find("r3")->sql == "SELECT 6");
    std::vector<std::string> names = f.archive->artifact_names(key);
    CHECK(names ==
          std::vector<std::string>{"r1.csv", "r1.sql", "r2.csv", "r2.sql", "r3.csv", "r3.sql"});
}

TEST_CASE("catch up: two that ask in one conversation by turns keep all results apart",
          "[loop][kept_results]") {
    Resumed f;
    CHECK(resume(f.later, *f.archive).empty());
    f.ask(f.later, "And six?");
    f.ask(f.fixture.conversation, "Again six?");

    CHECK(f.later.results.last_number() == 3);
    CHECK(f.fixture.conversation.results.last_number() == 4);
    CHECK(f.fixture.conversation.results.find("r3") != nullptr);
    CHECK(f.archive->artifact_names(f.later.key()).size() == 8);
}

}
