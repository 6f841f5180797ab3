// What a turn leaves in a session that keeps files, and what it does not make for one that keeps
// none.

#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <stdexcept>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

/// A store that keeps the last turn, its files included, and fails when it is told to.
class FileStore : public session::SessionStore {
  public:
    std::vector<session::Turn> load(const session::SessionKey&) override { return {}; }
    int begin_turn(const session::SessionKey&, const session::TurnStart&) override { return 1; }
    void commit_turn(const session::SessionKey&, int, const session::Turn& turn) override {
        if (fails) throw Failure({Errc::unavailable, "the disk is full"});
        last = turn;
    }
    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override {}
    bool keeps_artifacts() const override { return true; }
    std::string artifact_path(const session::SessionKey& key,
                              std::string_view name) const override {
        return "/kept/" + key.id + "/" + std::string(name);
    }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const session::Artifact& artifact : last.artifacts) names.push_back(artifact.name);
        return names;
    }

    session::Turn last;
    bool fails = false;
};

/// Asks in a conversation of the fixture, which is kept in the store.
struct KeptTurns {
    explicit KeptTurns(std::vector<models::ModelReply> script) : fixture(std::move(script)) {}

    chat::Answer ask(std::string_view question) {
        const Agent agent{fixture.model, fixture.databases, store, {}, {}, fixture.log};
        return loop::ask(agent, fixture.conversation, {question}, {fixture.sink});
    }

    AgentFixture fixture;
    FileStore store;
};

/// A store in which another turn of the conversation ended just now, with a result of a database
/// that is not open here.
class LateStore : public FileStore {
  public:
    explicit LateStore(Conversation& conversation) : conversation_(conversation) {}

    int begin_turn(const session::SessionKey&, const session::TurnStart&) override {
        database::Rows rows;
        rows.columns = {{.name = "name"}};
        rows.append(database::Kind::text, "Quetzal");
        conversation_.results.add("hr", "SELECT name FROM staff", std::move(rows));
        return 2;
    }

  private:
    Conversation& conversation_;
};

}

TEST_CASE("ask: the model is told by the rules of what another turn has just left",
          "[loop][share]") {
    AgentFixture fixture({says("{r1.name} it is.")});
    LateStore store(fixture.conversation);
    Agent agent{fixture.model, fixture.databases, store, {}, {}, fixture.log};
    agent.sharing = {.databases = {{"shop", {}}},
                     .elsewhere = {{"hr", {.level = tools::ShareLevel::schema}}}};

    const chat::Answer answer = loop::ask(agent, fixture.conversation, {"Who?"}, {fixture.sink});

    CHECK(answer.response == "Quetzal it is.");
    CHECK_THAT(fixture.model.requests.back().front().text,
               Catch::Contains("Of results you are told columns and numbers of rows, no value."));
}

TEST_CASE("ask: each result of a turn goes into the session as rows and statement",
          "[loop][kept_results]") {
    KeptTurns turns({queries("SELECT count(*) AS n FROM orders"), says("There are 5.")});

    turns.ask("How many orders?");

    CHECK(turns.store.names() == std::vector<std::string>{"r1.csv", "r1.sql"});
    CHECK(turns.store.last.artifacts[0].bytes == "n\n5\n");
    const auto saved = turns.fixture.sink.all<chat::ArtifactSaved>();
    REQUIRE(saved.size() == 2);
    CHECK(saved[0].kind == "data");
    CHECK(saved[0].name == "r1.csv");
    CHECK(saved[0].path == "/kept/test/r1.csv");
    CHECK(std::holds_alternative<chat::Completed>(turns.fixture.sink.events.back()));
}

TEST_CASE("ask: a turn keeps its own results, and those made since the last one",
          "[loop][kept_results]") {
    KeptTurns turns({queries("SELECT 1"), says("One."), queries("SELECT 2"), says("Two."),
                     says("Nothing new.")});

    turns.ask("First");
    turns.fixture.conversation.results.add("shop", "SELECT 'typed'", {});
    turns.ask("Second");
    CHECK(turns.store.names() == std::vector<std::string>{"r2.csv", "r2.sql", "r3.csv", "r3.sql"});
    turns.ask("Third");
    CHECK(turns.store.names().empty());
}

TEST_CASE("ask: what could not be stored is told of no file, and kept with the next turn",
          "[loop][kept_results]") {
    KeptTurns turns({queries("SELECT 1"), says("One."), says("Two.")});
    turns.store.fails = true;

    CHECK_THROWS_AS(turns.ask("First"), Failure);
    CHECK(turns.fixture.sink.all<chat::ArtifactSaved>().empty());
    turns.store.fails = false;
    turns.ask("Second");
    CHECK(turns.store.names() == std::vector<std::string>{"r1.csv", "r1.sql"});
}

TEST_CASE("ask: a sink that throws when a file is told of ends a turn that is stored",
          "[loop][kept_results]") {
    class Thrower : public test::RecordingSink {
      public:
        void receive(const chat::Event& event) override {
            if (std::holds_alternative<chat::ArtifactSaved>(event))
                throw std::runtime_error("full");
            RecordingSink::receive(event);
        }
    };
    KeptTurns turns({queries("SELECT 1"), says("One.")});
    const Agent agent{turns.fixture.model, turns.fixture.databases, turns.store, {}, {},
                      turns.fixture.log};
    Thrower sink;

    CHECK_THROWS_AS(loop::ask(agent, turns.fixture.conversation, {"First"}, {sink}),
                    std::runtime_error);

    CHECK(turns.store.names().size() == 2);
    CHECK(sink.all<chat::Failed>().empty());
}

TEST_CASE("ask: a store that gave up keeping in the middle has kept no file",
          "[loop][kept_results]") {
    class GivesUp : public FileStore {
      public:
        void commit_turn(const session::SessionKey&, int, const session::Turn&) override {
            has_given_up = true;
        }
        bool keeps_artifacts() const override { return !has_given_up; }
        bool has_given_up = false;
    };
    AgentFixture turn({queries("SELECT 1"), says("One.")});
    GivesUp store;
    const Agent agent{turn.model, turn.databases, store, {}, {}, turn.log};

    loop::ask(agent, turn.conversation, {"First"}, {turn.sink});

    CHECK(turn.sink.all<chat::ArtifactSaved>().empty());
    CHECK(turn.conversation.kept_results == 0);
}

TEST_CASE("ask: for a session that keeps no files none are made", "[loop][kept_results]") {
    class NoFiles : public FileStore {
      public:
        bool keeps_artifacts() const override { return false; }
    };
    AgentFixture turn({queries("SELECT 1"), says("One.")});
    NoFiles store;
    const Agent agent{turn.model, turn.databases, store, {}, {}, turn.log};

    loop::ask(agent, turn.conversation, {"First"}, {turn.sink});

    CHECK(store.last.artifacts.empty());
    CHECK(turn.sink.all<chat::ArtifactSaved>().empty());
    CHECK(turn.conversation.kept_results == 0);
}

}
