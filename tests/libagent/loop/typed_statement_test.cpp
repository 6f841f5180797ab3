#include "libagent/loop/typed_statement.h"

#include "libagent/base/stop.h"
#include "sessions/memory_store.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

/// A person at work in a conversation that is kept.
struct Typing {
    explicit Typing(std::vector<models::ModelReply> script = {}) : fixture(std::move(script)) {}

    Agent agent() { return {fixture.model, fixture.databases, *archive, {}, {}, fixture.log}; }

    KeptStatement type(std::string statement, std::stop_token stop = {}) {
        database::Rows rows = fixture.database.query(statement, {}, {}).value_or_throw();
        return keep_statement(
            agent(), fixture.conversation,
            {.statement = std::move(statement), .database = "shop", .rows = std::move(rows)},
            {fixture.sink, std::move(stop)});
    }

    std::vector<std::string> names() { return archive->artifact_names(fixture.conversation.key()); }

    std::unique_ptr<session::SessionArchive> archive = sessions::make_memory_store();
    AgentFixture fixture;
};

}

TEST_CASE("typed statement: it is a turn, with its result's files", "[loop][typed]") {
    Typing typing;

    const KeptStatement kept = typing.type("SELECT count(*) AS n FROM orders");

    REQUIRE(kept.result != nullptr);
    CHECK(kept.result->handle == "r1");
    CHECK_FALSE(kept.why_not_kept);
    CHECK(kept.warnings.empty());
    CHECK(typing.names() == std::vector<std::string>{"r1.csv", "r1.sql"});
    const auto transcript =
        typing.archive->transcript(typing.fixture.conversation.key()).value_or_throw();
    CHECK(transcript.summary.title == "SELECT count(*) AS n FROM orders");
    CHECK(transcript.summary.turns == 1);
    CHECK(transcript.turns.at(0).turn.answer.response == "r1: 1 row");
    CHECK(typing.fixture.sink.events.empty());
}

TEST_CASE("typed statement: a later question finds it, as a tool would have told it",
          "[loop][typed]") {
    Typing typing({says("Five.")});
    typing.type("SELECT count(*) AS n FROM orders");

    loop::ask(typing.agent(), typing.fixture.conversation, {"Compare that"}, {typing.fixture.sink});

    const auto& sent = typing.fixture.model.requests.at(0);
    REQUIRE(sent.size() == 6);
    CHECK(sent[1].text.find("SELECT count(*) AS n FROM orders") != std::string::npos);
    CHECK(sent[2].tool_calls.at(0).name == "query");
    CHECK(sent[3].role == chat::Role::tool);
    CHECK(sent[3].text.find(R"("handle":"r1")") != std::string::npos);
    CHECK(sent[3].text.find("[[5]]") != std::string::npos);
    CHECK(sent[4].text == "r1: 1 row");
    CHECK(sent[5].text == "Compare that");
}

TEST_CASE("typed statement: a change without rows is kept with what it changed", "[loop][typed]") {
    Typing typing;

    const KeptStatement kept = keep_statement(
        typing.agent(), typing.fixture.conversation,
        {.statement = "DELETE FROM orders", .database = "shop", .touched = "DELETE orders: 5 rows"},
        {typing.fixture.sink});

    CHECK(kept.result == nullptr);
    const auto turns = typing.archive->load(typing.fixture.conversation.key());
    CHECK(turns.at(0).answer.workflow.at(0).touched == "DELETE orders: 5 rows");
    CHECK(turns.at(0).messages.at(2).text == "committed: DELETE orders: 5 rows");
    CHECK(typing.names().empty());
}

TEST_CASE("typed statement: what cannot be kept has its result, which the next turn keeps",
          "[loop][typed]") {
    Typing typing;
    const session::SessionKey key = typing.fixture.conversation.key();
    const int other = typing.archive->begin_turn(key, {.question = "of another"});
    std::stop_source stop;
    stop.request_stop();

    const KeptStatement kept = typing.type("SELECT 1 AS a", stop.get_token());

    REQUIRE(kept.why_not_kept);
    CHECK(kept.why_not_kept->message == "stopped");
    REQUIRE(kept.result != nullptr);
    CHECK(kept.result->handle == "r1");
    CHECK(typing.names().empty());
    typing.archive->fail_turn(key, other, {Errc::model, "no"});
    typing.type("SELECT 2 AS a");
    CHECK(typing.names() == std::vector<std::string>{"r1.csv", "r1.sql", "r2.csv", "r2.sql"});
}

}
