#include "libagent/loop/resume.h"

#include "sessions/memory_store.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

/// A conversation of two turns that was kept, and is opened again.
struct Resumed {
    Resumed()
        : fixture({queries("SELECT name FROM customers ORDER BY 1"), says("Three."),
                   queries("SELECT 5 AS n"), says("Five."), queries("SELECT 6"), says("Done.")}) {
        ask(fixture.conversation, "Who?");
        ask(fixture.conversation, "How many?");
        later.session_id = fixture.conversation.session_id;
    }

    void ask(Conversation& conversation, std::string_view question) {
        const Agent agent{fixture.model, fixture.databases, *archive, {}, {}, fixture.log};
        loop::ask(agent, conversation, {question}, {fixture.sink});
    }

    AgentFixture fixture;
    std::unique_ptr<session::SessionArchive> archive = sessions::make_memory_store();
    Conversation later;
};

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

}
