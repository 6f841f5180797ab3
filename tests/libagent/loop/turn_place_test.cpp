#include "libagent/loop/turn_place.h"

#include "libagent/base/stop.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <chrono>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::says;

/// A store in which another turn runs for the first so many tries.
class BusyStore : public session::SessionStore {
  public:
    explicit BusyStore(int tries) : busy_tries(tries) {}
    std::vector<session::Turn> load(const session::SessionKey&) override {
        loaded_after = tried;
        return {};
    }
    int begin_turn(const session::SessionKey&, const session::TurnStart&) override {
        return ++tried > busy_tries ? 7 : 0;
    }
    void commit_turn(const session::SessionKey&, int number, const session::Turn&) override {
        committed = number;
    }
    void fail_turn(const session::SessionKey&, int, const Error&) noexcept override {}

    const int busy_tries;
    int tried = 0;
    int loaded_after = 0;
    int committed = 0;
};

}

TEST_CASE("turn place: a turn waits for another one, then loads what that left", "[loop]") {
    AgentFixture f({says("Yes.")});
    BusyStore store(2);
    const Agent agent{f.model, f.databases, store, {}, {}, f.log};

    ask(agent, f.conversation, {"Is it so?"}, {f.sink});

    CHECK(store.tried == 3);
    CHECK(store.loaded_after == 3);
    CHECK(store.committed == 7);
    CHECK(f.sink.all<chat::Warning>().empty());
}

TEST_CASE("turn place: a person hears once that a turn waits", "[loop]") {
    AgentFixture f({says("Yes.")});
    BusyStore store(45);
    const Agent agent{f.model, f.databases, store, {}, {}, f.log};

    const chat::Answer answer = ask(agent, f.conversation, {"Is it so?"}, {f.sink});

    const auto warnings = f.sink.all<chat::Warning>();
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].check == waiting_check);
    CHECK(answer.warnings.empty());
}

TEST_CASE("turn place: a stop ends the wait, and so does the turn's own limit", "[loop]") {
    AgentFixture f({says("Yes.")});
    BusyStore store(1'000'000);
    Agent agent{f.model, f.databases, store, {}, {}, f.log};
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(
        begin_alone(store, f.conversation, {.question = "a"}, {f.sink, stop.get_token()}), Stopped);

    agent.limits.max_time = std::chrono::milliseconds(200);
    try {
        ask(agent, f.conversation, {"Is it so?"}, {f.sink});
        FAIL("it began");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::timeout);
        CHECK(failure.error().message.find("another turn") != std::string::npos);
    }
}

TEST_CASE("turn place: what is known of a turn when it begins", "[loop]") {
    AgentFixture f({});
    const session::TurnStart start = start_of_turn(f.agent, "Who?", "m");
    CHECK(start.question == "Who?");
    CHECK(start.model == "m");
    CHECK(start.databases == std::vector<std::string>{"shop"});
}

}
