// What each limit of a turn does when it is reached, and how a long turn stays small for its model.

#include "libagent/loop/ask.h"
#include "libagent/loop/compact.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <functional>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

constexpr std::string_view wide_sql =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20) "
    "SELECT i, printf('%0300d', i) AS a, printf('%0300d', i) AS b FROM n";

/// Refuses what is longer than it reads, as providers do.
class ShortSightedModel : public models::Model {
  public:
    ShortSightedModel(const models::Model& model, std::size_t most_bytes)
        : model_(model), most_bytes_(most_bytes) {}

    std::string name() const override { return "short-sighted"; }
    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        if (request_bytes(request.messages) <= most_bytes_)
            return model_.complete(request, sink, stop);
        ++refusals;
        sink.on_text("Hm");
        throw Failure({.code = Errc::model, .message = "too long", .too_long = true});
    }

    mutable int refusals = 0;

  private:
    const models::Model& model_;
    const std::size_t most_bytes_;
};

/// A reply that costs so much and used so many tokens.
models::ModelReply costs(models::ModelReply reply, double usd, std::int64_t tokens = 10) {
    reply.cost_usd = usd;
    reply.usage.input_tokens = tokens;
    return reply;
}

}

TEST_CASE("limits: each that is reached ends the turn under its name, with what there is",
          "[loop][limits]") {
    struct Case {
        const char* name;
        models::ModelReply reply;
        std::function<void(TurnLimits&)> set;
        bool last_words;  ///< Whether the model may still be asked.
    };
    models::ModelReply thoughts = says("");
    thoughts.finish_reason = models::FinishReason::length;
    const std::string slow =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    using std::chrono::milliseconds;
    const Case cases[] = {
        {"max_steps", queries("SELECT 1"), [](auto& l) { l.max_steps = 3; }, true},
        {"max_sql_retries", queries("SELECT x"), [](auto& l) { l.max_sql_retries = 1; }, true},
        {"max_tokens", costs(queries("SELECT 1"), 1, 900), [](auto& l) { l.max_tokens = 1'500; },
         false},
        {"max_cost_usd", costs(queries("SELECT 1"), 0.3), [](auto& l) { l.max_cost_usd = 0.5; },
         false},
        {"max_db_seconds", queries(slow), [](auto& l) { l.max_db_time = milliseconds(50); }, true},
        {"max_time", queries(slow), [](auto& l) { l.max_time = milliseconds(400); }, false},
        {"max_result_bytes", queries(std::string(wide_sql)),
         [](auto& l) { l.max_result_bytes = 13'000; }, true},
        {"max_output_tokens", thoughts, [](auto&) {}, true},
    };
    for (const Case& limit : cases) {
        INFO(limit.name);
        AgentFixture turn({queries("SELECT 7 AS n"), limit.reply});
        limit.set(turn.agent.limits);

        const chat::Answer answer = turn.ask("What?");

        CHECK(answer.stopped_by == limit.name);
        CHECK(answer.response.find("r1 has 1 row (7): SELECT 7 AS n") != std::string::npos);
        CHECK(turn.sink.streamed() == answer.response);
        CHECK((turn.model.offered_tools.back() == 0) == limit.last_words);
        CHECK(turn.store->load({"", "test"}).at(0).answer.stopped_by == limit.name);
        CHECK(turn.sink.all<chat::Completed>().size() == 1);
    }
}

TEST_CASE("limits: an answer that is cut at max_output_tokens is kept and said to be cut",
          "[loop][limits]") {
    models::ModelReply cut = says("The largest are: Ana,");
    cut.finish_reason = models::FinishReason::length;
    AgentFixture turn({cut});

    const chat::Answer answer = turn.ask("Which?");

    CHECK(answer.stopped_by == "max_output_tokens");
    CHECK(answer.response == "The largest are: Ana,");
    REQUIRE(answer.warnings.size() == 1);
}

TEST_CASE("limits: the bytes of a statement cut its result, and that is said", "[loop][limits]") {
    AgentFixture turn({queries(std::string(wide_sql)), says("Some.")});
    turn.agent.limits.statement.bytes = 3'000;

    const chat::Answer answer = turn.ask("All");

    CHECK(answer.truncated);
    CHECK(answer.stopped_by.empty());
    CHECK(turn.conversation.results.all().at(0).rows.text_bytes() <= 3'000);
}

TEST_CASE("limits: a cost that nobody knows cannot be limited, which is said once",
          "[loop][limits]") {
    AgentFixture limited({queries("SELECT 1"), queries("SELECT 2"), says("One.")});
    limited.agent.limits.max_cost_usd = 0.01;
    AgentFixture unlimited({queries("SELECT 1"), says("One.")});

    const chat::Answer answer = limited.ask("Which?");

    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].check == "cost");
    CHECK(answer.warnings[0].message.find("what 'scripted' costs is not known") !=
          std::string::npos);
    CHECK(answer.stopped_by.empty());
    CHECK(unlimited.ask("Which?").warnings.empty());
}

TEST_CASE("limits: 300 steps of wide results stay within a small context", "[loop][compact]") {
    AgentFixture turn({queries(std::string(wide_sql))});
    turn.agent.limits.max_steps = 300;
    turn.agent.limits.context_tokens = 6'000;
    turn.agent.limits.max_tokens = 1'000'000'000;

    const chat::Answer answer = turn.ask("Everything, for ever");

    CHECK(answer.stopped_by == "max_steps");
    REQUIRE(turn.model.requests.size() == 300);
    std::size_t largest = 0, late_results = 0;
    for (const auto& request : turn.model.requests) {
        largest = std::max(largest, request_bytes(request));
        CHECK(request[1].text == "Everything, for ever");
        const chat::Message& last =
            request[request.size() - (&request == &turn.model.requests.back() ? 2 : 1)];
        late_results += last.text.find("\"row_count\":20") != std::string::npos;
    }
    CHECK(largest <= 6'000 * 3);
    CHECK(late_results == 299);
    const std::vector<session::Turn> stored = turn.store->load({"", "test"});
    CHECK(stored.at(0).messages.size() == 1 + 2 * 299 + 1);
    CHECK(request_bytes(stored[0].messages) > 299u * 10'000);
}

TEST_CASE("limits: 16 results of wide rows fit into a small context", "[loop][compact]") {
    const std::string call = R"({"sql":")" + std::string(wide_sql) + R"("})";
    AgentFixture turn({calls({16, {"query", call}}), says("Much.")});
    turn.agent.limits.context_tokens = 10'000;

    turn.ask("Everything, 16 times");

    const std::vector<chat::Message>& request = turn.model.requests.at(1);
    CHECK(request_bytes(request) <= 10'000 * 3);
    REQUIRE(request.size() == 2 + 1 + 16);
    for (std::size_t i = 3; i < request.size(); ++i)
        CHECK(request[i].text.find("r" + std::to_string(i - 2)) != std::string::npos);
}

TEST_CASE("limits: what a provider refuses for its length is shortened and asked again",
          "[loop][compact]") {
    const std::string call = R"({"sql":")" + std::string(wide_sql) + R"("})";
    AgentFixture turn({calls({8, {"query", call}}), says("Much.")});
    const ShortSightedModel model(turn.model, 60'000);
    const Agent agent{model, turn.databases, *turn.store, {}, {}, turn.log};

    const chat::Answer answer = ask(agent, turn.conversation, {"Everything"}, {turn.sink});

    CHECK(answer.response == "Much.");
    CHECK(model.refusals == 1);
    CHECK(turn.sink.streamed() == "Much.");
    const std::vector<session::Turn> kept = turn.store->load({"", "test"});
    for (const chat::Message& message : kept.at(0).messages)
        CHECK((message.role != chat::Role::tool || message.text.size() > 10'000));
}

TEST_CASE("limits: what stays too long is refused once more, then told with what to do",
          "[loop][compact]") {
    AgentFixture turn({queries(std::string(wide_sql))});
    const ShortSightedModel model(turn.model, 100);
    const Agent agent{model, turn.databases, *turn.store, {}, {}, turn.log};

    try {
        ask(agent, turn.conversation, {"Everything"}, {turn.sink});
        FAIL("nothing is short enough");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::model);
        CHECK(failure.error().hint.find("context_tokens") != std::string::npos);
    }
    CHECK(model.refusals <= 2);
}

TEST_CASE("limits: what the loop says to a silent model is neither stored nor told",
          "[loop][limits]") {
    AgentFixture turn({says(""), says("Five.")});

    turn.ask("How many?");

    CHECK(turn.model.requests.at(1).size() == 3);
    const std::vector<session::Turn> stored = turn.store->load({"", "test"});
    REQUIRE(stored.at(0).messages.size() == 2);
    CHECK(stored[0].messages[0].text == "How many?");
    CHECK(stored[0].messages[1].text == "Five.");
}

}
