#include "libagent/loop/step.h"

#include "tests/support/agent_fixture.h"
#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <new>
#include <pthread.h>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

constexpr const char* endless_call =
    R"({"sql":"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"})";

using Calls = std::vector<std::pair<std::string, std::string>>;

/// While it lives, no thread can be made.
class NoThreads {
  public:
    NoThreads() {
        pthread_getattr_default_np(&usual_);
        pthread_attr_t huge = usual_;
        constexpr std::size_t beyond_all_memory = std::size_t{1} << 47;
        pthread_attr_setstacksize(&huge, beyond_all_memory);
        pthread_setattr_default_np(&huge);
    }
    ~NoThreads() { pthread_setattr_default_np(&usual_); }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

  private:
    pthread_attr_t usual_;
};

}

TEST_CASE("step: endless statements of one reply share the turn's database time", "[loop]") {
    AgentFixture turn({calls(Calls(16, {"query", endless_call})), says("It took too long.")});
    turn.agent.limits.max_db_time = std::chrono::milliseconds(200);
    const auto begin = std::chrono::steady_clock::now();

    const chat::Answer answer = turn.ask("Count for ever, 16 times");

    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
    CHECK(answer.stopped_by == "max_db_seconds");
    CHECK(answer.response == "It took too long.");
    REQUIRE(answer.workflow.size() == 16);
    CHECK(answer.workflow.back().error == "not run: the limit max_db_seconds is used up");
}

TEST_CASE("step: results of one reply share the memory that is left", "[loop]") {
    const std::string sql =
        R"({"sql":"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) )"
        R"(SELECT printf('%0100d', i) FROM n"})";
    AgentFixture turn({calls(Calls(12, {"query", sql})), says("Much.")});
    turn.agent.limits.max_result_bytes = 64'000;

    turn.ask("Everything, 12 times");

    std::size_t kept = 0;
    for (const auto& result : turn.conversation.results.all()) kept += result.rows.text_bytes();
    CHECK(kept > 16'000);
    CHECK(kept <= 64'000);
}

TEST_CASE("step: memory for results that is used up ends the turn with last words", "[loop]") {
    AgentFixture turn({queries("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                               "LIMIT 20000) SELECT NULL FROM n"),
                       says("Nothing but NULL.")});
    turn.agent.limits.max_result_bytes = 100'000;

    const chat::Answer answer = turn.ask("All the nothing");

    CHECK(answer.stopped_by == "max_result_bytes");
    CHECK(answer.response == "Nothing but NULL.");
    CHECK(turn.model.offered_tools.back() == 0);
}

TEST_CASE("step: huge arguments are neither kept nor sent again", "[loop]") {
    AgentFixture turn({calls(Calls(3, {"query", std::string(300'000, 'x')})), says("Sorry.")});
    turn.agent.limits.max_calls_per_step = 2;

    const chat::Answer answer = turn.ask("Flood");

    for (const chat::Step& step : answer.workflow) CHECK(step.arguments == "{}");
    for (const auto& started : turn.sink.all<chat::ToolStarted>()) CHECK(started.arguments == "{}");
    REQUIRE(turn.model.requests.size() == 2);
    for (const auto& message : turn.model.requests[1]) {
        for (const chat::ToolCall& call : message.tool_calls) CHECK(call.arguments == "{}");
    }
    CHECK(answer.workflow[0].error.find("larger than 256 KiB") != std::string::npos);
}

TEST_CASE("step: arguments of hostile breadth are answered at once", "[loop]") {
    std::string arguments = "{";
    for (int i = 0; i < 25'000; ++i) arguments += "\"k" + std::to_string(i) + "\":1,";
    arguments.back() = '}';
    AgentFixture turn({calls(Calls(8, {"query", arguments})), says("Sorry.")});
    const auto begin = std::chrono::steady_clock::now();

    turn.ask("Flood");

    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
    REQUIRE(turn.model.requests.size() == 2);
    CHECK(turn.model.requests[1].back().failed);
}

TEST_CASE("step: memory that runs out in a tool's thread is thrown to the caller", "[loop]") {
    test::FakeBehaviour hungry;
    hungry.query = [](std::string_view) -> Result<database::Rows> { throw std::bad_alloc(); };
    AgentFixture turn({calls(Calls(3, {"query", R"({"sql":"SELECT 1"})"}))});
    database::Database database("fake", std::make_unique<test::FakeSource>(hungry));
    turn.databases = {&database};
    Agent agent{turn.model, turn.databases, *turn.store, {}, {}, turn.log};

    CHECK_THROWS_AS(ask(agent, turn.conversation, {"Anything"}, {turn.sink}), std::bad_alloc);

    CHECK(turn.sink.all<chat::Failed>().size() == 1);
    CHECK(turn.sink.all<chat::Completed>().empty());
}

TEST_CASE("step: without threads calls run one after the other", "[loop]") {
    AgentFixture turn({calls(Calls(4, {"query", R"({"sql":"SELECT 7"})"})), says("Seven.")});
    turn.database.query("SELECT 1", {}, {}).value_or_throw();  // Its connection has its thread.
    std::unique_ptr<NoThreads> none;
    turn.model.before_reply = [&](std::stop_token) {
        none = none ? nullptr : std::make_unique<NoThreads>();
    };

    const chat::Answer answer = turn.ask("Seven?");

    CHECK(turn.conversation.results.all().size() == 4);
    CHECK(answer.response == "Seven.");
}

TEST_CASE("step: a call that a stop ended is no success", "[loop]") {
    AgentFixture turn({queries("SELECT 1")});
    turn.model.before_reply = [&](std::stop_token) { turn.stop.request_stop(); };

    CHECK_THROWS_AS(turn.ask("Anything"), Stopped);

    REQUIRE(turn.sink.all<chat::ToolFinished>().size() == 1);
    CHECK(turn.sink.all<chat::ToolFinished>()[0].step.error == "stopped");
}

TEST_CASE("step: what was fetched before the time ran out is told", "[loop]") {
    AgentFixture turn({calls({{"query", R"({"sql":"SELECT 42"})"}, {"query", endless_call}})});
    turn.agent.limits.max_time = std::chrono::milliseconds(300);

    const chat::Answer answer = turn.ask("Slow");

    CHECK(answer.stopped_by == "max_time");
    CHECK(answer.response.find("r1 has 1 row") != std::string::npos);
    CHECK(answer.handle == "r1");
}

TEST_CASE("step: where the SQL alone is wanted, the first sound statement is the answer",
          "[loop]") {
    AgentFixture turn({calls({{"query", R"({"sql":"SELECT nope FROM orders"})"},
                              {"query", R"({"sql":"SELECT 1"})"},
                              {"query", R"({"sql":"SELECT 2"})"}})});

    CHECK(turn.ask("One", true).response == "SELECT 1");
}

}
