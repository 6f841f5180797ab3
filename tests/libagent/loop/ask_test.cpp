#include "libagent/loop/ask.h"

#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <thread>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

constexpr std::string_view endless_sql =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}

TEST_CASE("ask: a question goes through a query to an answer", "[loop]") {
    AgentFixture turn(
        {queries("SELECT count(*) AS orders FROM orders"), says("There are 5 orders.")});

    const chat::Answer answer = turn.ask("How many orders are there?");

    CHECK(answer.response == "There are 5 orders.");
    CHECK(answer.handle == "r1");
    REQUIRE(answer.workflow.size() == 1);
    CHECK(answer.workflow[0].rows == 1u);
    CHECK(turn.conversation.results.find("r1")->rows.cell(0, 0).text == "5");
    CHECK(turn.sink.all<chat::SessionStarted>().size() == 1);
    CHECK(turn.sink.all<chat::Completed>().size() == 1);
    CHECK(turn.sink.streamed() == answer.response);
}

TEST_CASE("ask: the model sees the schema, then the rows", "[loop]") {
    AgentFixture turn({queries("SELECT name FROM customers ORDER BY 1"), says("Three.")});

    turn.ask("Who are our customers?");

    const std::string& system = turn.model.requests[0][0].text;
    CHECK(system.find("customer_id INTEGER → customers.customer_id") != std::string::npos);
    CHECK(system.find("Today is 20") != std::string::npos);
    const chat::Message& result = turn.model.requests[1].back();
    CHECK(result.role == chat::Role::tool);
    CHECK(result.text.find("Çelik") != std::string::npos);
    CHECK(result.text.find(R"("row_count":3)") != std::string::npos);
}

TEST_CASE("ask: a failed statement goes back with the nearest real names", "[loop]") {
    AgentFixture turn(
        {queries("SELECT totl FROM orders"), queries("SELECT total FROM orders"), says("Done.")});

    const chat::Answer answer = turn.ask("What are the totals?");

    const chat::Message& failure = turn.model.requests[1].back();
    CHECK(failure.failed);
    CHECK(failure.text.find("no such column: totl") != std::string::npos);
    CHECK(failure.text.find("orders.total") != std::string::npos);
    CHECK(answer.response == "Done.");
    CHECK(answer.workflow[0].error.empty() == false);
}

TEST_CASE("ask: words before a tool call are withdrawn", "[loop]") {
    models::ModelReply chatty = queries("SELECT 1");
    chatty.text = "Let me look.";
    AgentFixture turn({chatty, says("One.")});

    const chat::Answer answer = turn.ask("Say one");

    CHECK(answer.response == "One.");
    CHECK(turn.sink.streamed() == "One.");
}

TEST_CASE("ask: a model that never stops calling tools meets max_steps", "[loop]") {
    AgentFixture turn({queries("SELECT 1")});
    turn.agent.limits.max_steps = 4;

    const chat::Answer answer = turn.ask("Loop for ever");

    CHECK(answer.stopped_by == "max_steps");
    CHECK(turn.model.requests.size() == 4);
    CHECK(turn.model.offered_tools.back() == 0);
    CHECK(answer.response.find("r1 has 1 row") != std::string::npos);
    CHECK(turn.sink.streamed() == answer.response);
}

TEST_CASE("ask: at a limit the model may still say what it knows", "[loop]") {
    AgentFixture turn({queries("SELECT 1"), says("At least one.")});
    turn.agent.limits.max_steps = 2;

    const chat::Answer answer = turn.ask("How many?");

    CHECK(answer.stopped_by == "max_steps");
    CHECK(answer.response == "At least one.");
}

TEST_CASE("ask: a model that cannot write SQL is stopped after max_sql_retries", "[loop]") {
    AgentFixture turn({queries("SELECT nonsense")});
    turn.agent.limits.max_sql_retries = 2;

    const chat::Answer answer = turn.ask("What?");

    CHECK(answer.stopped_by == "max_sql_retries");
    CHECK(answer.workflow.size() == 3);
}

TEST_CASE("ask: the tokens of a turn are limited", "[loop]") {
    models::ModelReply costly = queries("SELECT 1");
    costly.usage = {600, 600, 0};
    AgentFixture turn({costly});
    turn.agent.limits.max_tokens = 1000;

    const chat::Answer answer = turn.ask("What?");

    CHECK(answer.stopped_by == "max_tokens");
    CHECK(turn.model.requests.size() == 1);
}

TEST_CASE("ask: hostile tool calls are answered, not obeyed", "[loop]") {
    AgentFixture turn({calls({{"query", R"({"sql":"DELETE FROM orders"})"},
                              {"query", R"({"sql":"SELECT 1; DROP TABLE orders"})"},
                              {"query", R"({"sql":"ATTACH '/tmp/x.db' AS x"})"},
                              {"query", "not json"},
                              {"query", R"(["sql"])"},
                              {"query", R"({"sql":7})"},
                              {"query", "{}"},
                              {"query", R"({"sql":"SELECT 1","database":"nope"})"},
                              {"rm_rf", "{}"},
                              {"describe_tables", R"({"tables":["ordres"]})"},
                              {"query", std::string(300'000, 'x')}}),
                       says("I could not.")});
    const std::string before = turn.file.bytes();

    const chat::Answer answer = turn.ask("Destroy everything");

    CHECK(turn.file.bytes() == before);
    CHECK(answer.response == "I could not.");
    REQUIRE(answer.workflow.size() == 11);
    for (const chat::Step& step : answer.workflow) {
        INFO(step.arguments.substr(0, 60));
        CHECK_FALSE(step.error.empty());
        CHECK(step.handle.empty());
    }
    CHECK(answer.workflow[9].error.find("orders") != std::string::npos);
}

TEST_CASE("ask: more calls at once than allowed are not run", "[loop]") {
    std::vector<std::pair<std::string, std::string>> many(40, {"query", R"({"sql":"SELECT 1"})"});
    AgentFixture turn({calls(many), says("Done.")});
    turn.agent.limits.max_calls_per_step = 5;

    turn.ask("Flood");

    CHECK(turn.conversation.results.all().size() == 5);
    CHECK(turn.model.requests[1].size() == 43);
}

TEST_CASE("ask: reading calls of one step run side by side and keep their order", "[loop]") {
    AgentFixture turn(
        {calls({{"query", R"({"sql":"SELECT 'first' AS a"})"},
                {"query", R"({"sql":"SELECT 'second' AS a"})"},
                {"list_tables", "{}"},
                {"query", R"({"sql":"SELECT 'third' AS a"})"}}),
         calls({{"query_results", R"({"sql":"SELECT r1.a || r3.a AS both FROM r1, r3"})"}}),
         says("Done.")});

    turn.ask("Three things");

    CHECK(turn.conversation.results.find("r1")->rows.cell(0, 0).text == "first");
    CHECK(turn.conversation.results.find("r2")->rows.cell(0, 0).text == "second");
    CHECK(turn.conversation.results.find("r4")->rows.cell(0, 0).text == "firstthird");
}

TEST_CASE("ask: a statement that runs for ever ends by its time limit and the turn goes on",
          "[loop]") {
    AgentFixture turn({queries(std::string(endless_sql)), says("It took too long.")});
    turn.agent.limits.statement.timeout = std::chrono::milliseconds(50);

    const chat::Answer answer = turn.ask("Count for ever");

    CHECK(answer.response == "It took too long.");
    CHECK(answer.workflow[0].error.find("50 ms") != std::string::npos);
}

TEST_CASE("ask: a stop ends the running statement and stores nothing", "[loop]") {
    AgentFixture turn({queries(std::string(endless_sql))});
    turn.model.before_reply = [&](std::stop_token) {
        std::thread([source = turn.stop]() mutable { source.request_stop(); }).detach();
    };

    const auto begin = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(turn.ask("Count for ever"), Stopped);

    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
    CHECK(turn.store->load({"", "test"}).empty());
    CHECK(turn.sink.all<chat::Failed>().size() == 1);
}

TEST_CASE("ask: a turn that takes too long ends with what it has", "[loop]") {
    AgentFixture turn({queries("SELECT 42 AS n"), queries(std::string(endless_sql))});
    turn.agent.limits.max_time = std::chrono::milliseconds(300);

    const chat::Answer answer = turn.ask("Slow");

    CHECK(answer.stopped_by == "max_time");
    CHECK(answer.response.find("r1 has 1 row") != std::string::npos);
}

TEST_CASE("ask: a result cut at max_rows is said so", "[loop]") {
    AgentFixture turn({queries("SELECT * FROM orders"), says("Many.")});
    turn.agent.limits.statement.rows = 4;

    const chat::Answer answer = turn.ask("All orders");

    CHECK(answer.truncated);
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].check == "truncation");
    CHECK(turn.model.requests[1].back().text.find(R"("truncated":true)") != std::string::npos);
}

TEST_CASE("ask: exactly max_rows rows are not truncated", "[loop]") {
    AgentFixture turn({queries("SELECT * FROM orders"), says("Five.")});
    turn.agent.limits.statement.rows = 5;

    CHECK_FALSE(turn.ask("All orders").truncated);
}

TEST_CASE("ask: the SQL alone is compiled and not run", "[loop]") {
    AgentFixture turn(
        {queries("SELECT nope FROM orders"), queries("SELECT sum(total) FROM orders")});

    const chat::Answer answer = turn.ask("Sum of totals", true);

    CHECK(answer.response == "SELECT sum(total) FROM orders");
    CHECK(turn.store->load({"", "test"}).at(0).messages.back().text == answer.response);
    CHECK(turn.conversation.results.all().empty());
    CHECK(turn.model.requests.size() == 2);
}

TEST_CASE("ask: an answer that says nothing is asked for once more, then fails", "[loop]") {
    AgentFixture turn({says("")});

    CHECK_THROWS_AS(turn.ask("Well?"), Failure);

    CHECK(turn.model.requests.size() == 2);
}

TEST_CASE("ask: what a model wants to see again goes back with its calls", "[loop]") {
    models::ModelReply thinking = queries("SELECT 1");
    thinking.provider_state = "signed thoughts";
    AgentFixture turn({thinking, says("One.")});

    turn.ask("Which?");

    const auto& messages = turn.model.requests.at(1);
    CHECK(messages.at(messages.size() - 2).provider_state == "signed thoughts");
}

TEST_CASE("ask: what a filtered reply calls for is not done", "[loop]") {
    models::ModelReply filtered = queries("SELECT 1");
    filtered.finish_reason = models::FinishReason::content_filter;
    filtered.refusal = "about bombs";
    AgentFixture turn({filtered});

    CHECK_THROWS_WITH(turn.ask("Which?"), "the model refused to answer: about bombs");
    CHECK(turn.sink.all<chat::ToolStarted>().empty());
}

TEST_CASE("ask: the cost of a turn is known when that of every request is", "[loop]") {
    models::ModelReply first = queries("SELECT 1"), last = says("One.");
    first.cost_usd = 0.25;
    last.cost_usd = 0.5;
    AgentFixture priced({first, last}), partly({first, says("One.")});

    CHECK(priced.ask("Which?").cost_usd == 0.75);
    CHECK_FALSE(partly.ask("Which?").cost_usd);
}

TEST_CASE("ask: a model that stood in for another is named", "[loop]") {
    models::ModelReply reply = says("One.");
    reply.answered_by = "other";
    AgentFixture turn({reply});

    const chat::Answer answer = turn.ask("Which?");

    CHECK(answer.model == "other");
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].message == "'other' answered because 'scripted' failed");
}

TEST_CASE("ask: a planner that abstains is no answer", "[loop]") {
    models::ModelReply silent = says("I could not place 'profit'");
    silent.abstained = true;
    AgentFixture turn({silent});

    try {
        turn.ask("What is the profit?");
        FAIL("an abstention is no answer");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::no_answer);
        CHECK(failure.error().message == "I could not place 'profit'");
    }
}

TEST_CASE("ask: the next turn of a conversation knows the one before", "[loop]") {
    AgentFixture turn({queries("SELECT 1"), says("One."), says("As I said, one.")});
    turn.ask("First?");

    turn.ask("And again?");

    const std::vector<chat::Message>& request = turn.model.requests[2];
    REQUIRE(request.size() == 6);
    CHECK(request[1].text == "First?");
    CHECK(request[2].tool_calls.size() == 1);
    CHECK(request[4].text == "One.");
    CHECK(request[5].text == "And again?");
}

TEST_CASE("ask: a database that is gone ends the turn as unavailable", "[loop]") {
    AgentFixture turn({queries("SELECT 1")});
    std::filesystem::remove(turn.file.path());

    try {
        turn.ask("Anything");
        FAIL("there is no database");
    } catch (const Failure& failure) {
        CHECK((failure.error().code == Errc::unavailable || failure.error().code == Errc::usage));
    }
}

TEST_CASE("ask: tokens are estimated where the server reports none", "[loop]") {
    AgentFixture turn({queries("SELECT 1")});
    turn.agent.limits.max_tokens = 3000;

    const chat::Answer answer = turn.ask("What?");

    CHECK(answer.stopped_by == "max_tokens");
    CHECK(answer.usage.total() == 0);
    CHECK(turn.model.requests.size() < 10);
}

}
