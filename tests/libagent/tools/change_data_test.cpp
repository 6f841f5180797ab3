#include "libagent/chat/event_json.h"
#include "libagent/tools/tool.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/scripted_approver.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using namespace askdb;
using namespace askdb::test;
using namespace askdb::tools;

namespace {

models::ModelReply changes(const std::string& sql) {
    models::ModelReply reply = queries(sql);
    reply.tool_calls.front().name = "change_data";
    return reply;
}

std::string tool_text(const AgentFixture& shop, std::size_t request) {
    return shop.model.requests.at(request).back().text;
}

std::string total_rows(AgentFixture& shop, const std::string& table) {
    const auto rows = shop.database.query("SELECT count(*) FROM " + table, {}, {});
    return std::string(rows.value().cell(0, 0).text);
}

}

TEST_CASE("change_data: is offered, and told of, only where somebody can approve", "[write]") {
    AgentFixture reading({says("ok")});
    (void)reading.ask("?");
    AgentFixture writing({says("ok")});
    ScriptedApprover approver({Approval::yes});
    writing.agent.approver = &approver;
    (void)writing.ask("?");

    CHECK(writing.model.offered_tools[0] == reading.model.offered_tools[0] + 1);
    CHECK(reading.model.requests[0][0].text.find("change_data") == std::string::npos);
    CHECK(writing.model.requests[0][0].text.find("change_data") != std::string::npos);
}

TEST_CASE("change_data: a model that calls it without --write is told that it does not exist",
          "[write]") {
    AgentFixture shop({changes("DELETE FROM orders"), says("I could not.")});
    const std::string before = shop.file.bytes();

    const chat::Answer answer = shop.ask("Delete all orders");

    CHECK_THAT(tool_text(shop, 1), Catch::Contains("no tool named 'change_data'"));
    CHECK_THAT(tool_text(shop, 1), !Catch::Contains("describe_tables, change_data"));
    CHECK(answer.workflow[0].write.empty());
    CHECK(shop.file.bytes() == before);
}

TEST_CASE("change_data: what was approved is committed, and the record tells it", "[write]") {
    AgentFixture shop({changes("DELETE FROM orders WHERE order_id = 1"), says("One is gone.")});
    ScriptedApprover approver({Approval::yes});
    shop.agent.approver = &approver;

    const chat::Answer answer = shop.ask("Delete order 1");

    CHECK_THAT(tool_text(shop, 1), Catch::Contains("approved and committed"));
    REQUIRE(answer.workflow.size() == 1);
    CHECK(answer.workflow[0].write == "committed");
    CHECK(answer.workflow[0].sql == "DELETE FROM orders WHERE order_id = 1");
    const Json json = chat::answer_json(answer);
    REQUIRE(json["writes"].size() == 1);
    CHECK(json["writes"][0]["touched"] == "DELETE from orders: 1 row");
    CHECK(json["workflow"][0]["write"] == "committed");
    const auto turns = shop.store->load({"", "test"});
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].messages[1].tool_calls[0].arguments.find("DELETE") != std::string::npos);
    CHECK(total_rows(shop, "orders") == "4");
}

TEST_CASE("change_data: a refusal is told to the model, and nothing changes", "[write]") {
    AgentFixture shop({changes("DELETE FROM orders"), says("You did not want it.")});
    ScriptedApprover approver({Approval::no});
    shop.agent.approver = &approver;

    const chat::Answer answer = shop.ask("Delete all orders");

    CHECK_THAT(tool_text(shop, 1), Catch::Contains("the user did not approve it"));
    CHECK(answer.workflow[0].write == "not approved");
    CHECK(total_rows(shop, "orders") == "5");
}

TEST_CASE("change_data: two calls in one step are two questions, one after the other", "[write]") {
    models::ModelReply both = changes("DELETE FROM orders WHERE order_id = 1");
    both.tool_calls.push_back({"call_2", "change_data", R"({"sql":"DELETE FROM orders"})"});
    AgentFixture shop({both, says("ok")});
    ScriptedApprover approver({Approval::yes, Approval::no});
    shop.agent.approver = &approver;

    const chat::Answer answer = shop.ask("Delete order 1");

    CHECK(approver.questions.size() == 2);
    CHECK(answer.workflow[0].write == "committed");
    CHECK(answer.workflow[1].write == "not approved");
    CHECK(total_rows(shop, "orders") == "4");
}

TEST_CASE("change_data: what RETURNING gave is a result like any other", "[write]") {
    AgentFixture shop({changes("UPDATE orders SET total = 0 WHERE order_id < 3 RETURNING order_id"),
                       says("Two.")});
    ScriptedApprover approver({Approval::yes});
    shop.agent.approver = &approver;

    const chat::Answer answer = shop.ask("Set two totals to 0");

    CHECK(answer.workflow[0].handle == "r1");
    CHECK(answer.workflow[0].rows == 2u);
    CHECK(answer.handle == "r1");
}

TEST_CASE("change_data: a new table is there for the next query", "[write]") {
    AgentFixture shop({changes("CREATE TABLE notes AS SELECT name FROM customers"),
                       queries("SELECT count(*) FROM notes"), says("3")});
    ScriptedApprover approver({Approval::yes});
    shop.agent.approver = &approver;

    const chat::Answer answer = shop.ask("Copy the names and count them");

    CHECK(answer.workflow[1].error.empty());
}

TEST_CASE("change_data: with the SQL alone wanted, nothing can be changed", "[write]") {
    AgentFixture shop({changes("DELETE FROM orders"), queries("SELECT 1")});
    ScriptedApprover approver({Approval::yes});
    shop.agent.approver = &approver;

    (void)shop.ask("Delete all orders", true);

    CHECK(approver.questions.empty());
    CHECK(total_rows(shop, "orders") == "5");
}
