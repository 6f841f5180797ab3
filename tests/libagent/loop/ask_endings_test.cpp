// How a turn ends when something breaks off: what is told, withdrawn, stored and thrown.

#include "libagent/base/stop.h"
#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <functional>
#include <stdexcept>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

/// Queries as long as it is offered tools; without them it begins to answer, and then something
/// happens.
class HalfwayModel : public models::Model {
  public:
    explicit HalfwayModel(std::function<void(std::stop_token)> then) : then_(std::move(then)) {}

    std::string name() const override { return "halfway"; }
    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        if (!request.tools.empty()) return queries("SELECT 1");
        sink.on_text("Half an ans");
        then_(stop);
        return says("Half an answer");
    }

  private:
    std::function<void(std::stop_token)> then_;
};

}

TEST_CASE("ask: a catalog that takes longer than the turn may is a timeout, not a stop", "[loop]") {
    test::FakeBehaviour slow;
    slow.catalog = [](std::stop_token stop) -> database::Catalog {
        sleep_or_stop(std::chrono::seconds(60), stop);
        return {};
    };
    AgentFixture turn({says("Never.")});
    database::Database database("fake", std::make_unique<test::FakeSource>(slow));
    turn.databases = {&database};
    Agent agent{turn.model, turn.databases, *turn.store, {}, {}, turn.log};
    agent.limits.max_time = std::chrono::milliseconds(50);

    try {
        ask(agent, turn.conversation, {"Anything"}, {turn.sink});
        FAIL("there is no catalog");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::timeout);
    }
}

TEST_CASE("ask: half an answer of a model that then fails is withdrawn", "[loop]") {
    AgentFixture turn({});
    const HalfwayModel model([](std::stop_token) { throw Failure({Errc::model, "gone"}); });
    Agent agent{model, turn.databases, *turn.store, {}, {}, turn.log};
    agent.limits.max_steps = 2;

    const chat::Answer answer = ask(agent, turn.conversation, {"How many?"}, {turn.sink});

    CHECK(answer.stopped_by == "max_steps");
    CHECK(answer.response.find("r1 has 1 row") != std::string::npos);
    CHECK(turn.sink.streamed() == answer.response);
}

TEST_CASE("ask: what the loop says to the model at a limit is not stored", "[loop]") {
    AgentFixture turn({});
    const HalfwayModel model(
        [](std::stop_token stop) { sleep_or_stop(std::chrono::seconds(60), stop); });
    Agent agent{model, turn.databases, *turn.store, {}, {}, turn.log};
    agent.limits.max_steps = 2;
    agent.limits.max_time = std::chrono::milliseconds(300);

    const chat::Answer answer = ask(agent, turn.conversation, {"How many?"}, {turn.sink});

    CHECK(answer.stopped_by == "max_time");
    CHECK(turn.sink.streamed() == answer.response);
    const std::vector<session::Turn> stored = turn.store->load({"", "test"});
    REQUIRE(stored.size() == 1);
    for (const chat::Message& message : stored[0].messages) {
        if (message.role == chat::Role::user) CHECK(message.text == "How many?");
    }
}

TEST_CASE("ask: a sink that cannot take the end does not make it a failure", "[loop]") {
    class FullSink : public test::RecordingSink {
      public:
        void receive(const chat::Event& event) override {
            RecordingSink::receive(event);
            if (std::holds_alternative<chat::Completed>(event)) throw std::runtime_error("full");
        }
    };
    AgentFixture turn({says("Done.")});
    FullSink sink;

    CHECK_THROWS_AS(ask(turn.agent, turn.conversation, {"Anything"}, {sink}), std::runtime_error);

    CHECK(sink.all<chat::Failed>().empty());
    CHECK(turn.store->load({"", "test"}).size() == 1);
}

TEST_CASE("ask: whatever ends a turn is told and thrown on", "[loop]") {
    AgentFixture turn({says("Done.")});
    turn.model.before_reply = [](std::stop_token) { throw std::runtime_error("odd"); };

    CHECK_THROWS_AS(turn.ask("Anything"), std::runtime_error);

    REQUIRE(turn.sink.all<chat::Failed>().size() == 1);
    CHECK(turn.sink.all<chat::Failed>()[0].error.message.find("odd") != std::string::npos);
    CHECK(turn.store->load({"", "test"}).empty());
}

}
