#include "libagent/chat/event_json.h"

#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

namespace askdb::chat {

TEST_CASE("event_json: every event has the type that clients know", "[chat]") {
    const std::vector<std::pair<Event, std::string>> cases = {
        {SessionStarted{"s"}, R"({"type":"session","session_id":"s"})"},
        {Token{"Hello"}, R"({"type":"token","content":"Hello"})"},
        {Reset{"tool_calls"}, R"({"type":"reset","reason":"tool_calls"})"},
        {ToolStarted{"c1", "query", R"({"sql":"SELECT 1"})", "Running query"},
         R"({"type":"tool","id":"c1","name":"query","message":"Running query","arguments":{"sql":"SELECT 1"}})"},
        {Warning{"truncation", "cut", {}},
         R"({"type":"warning","check":"truncation","message":"cut","numbers":[]})"},
        {Failed{{Errc::model, "refused"}, "s"},
         R"({"type":"error","error":{"type":"model_error","message":"refused"},"session_id":"s"})"},
    };

    for (const auto& [event, expected] : cases) CHECK(dump_json(event_json(event)) == expected);
}

TEST_CASE("event_json: a finished tool says its rows or its error", "[chat]") {
    const Json good =
        event_json(ToolFinished{"c1", {.step = 1, .tool = "query", .handle = "r1", .rows = 12}});
    const Json bad =
        event_json(ToolFinished{"c1", {.step = 1, .tool = "query", .error = "no such table"}});

    CHECK(good["rows"] == 12);
    CHECK(good["error"].is_null());
    CHECK(bad["rows"].is_null());
    CHECK(bad["error"] == "no such table");
}

TEST_CASE("event_json: a step says when its rows were read, and what was noticed of it", "[chat]") {
    Answer answer;
    answer.workflow = {
        {.step = 1, .tool = "query"},
        {.step = 2,
         .tool = "query",
         .as_of = "2024-05-31T17:00:05Z",
         .database = "shop",
         .schema_hash = "5c",
         .shape_hash = "5a",
         .result_hash = "e5",
         .findings = {
             {.check = "zero_rows", .message = "m", .literals = "near", .absent = {"Nort"}}}}};

    const Json json = answer_json(answer);
    const Json event = event_json(ToolFinished{"c1", answer.workflow[1]});

    CHECK_FALSE(json["workflow"][0].contains("as_of"));
    CHECK_FALSE(json["workflow"][0].contains("findings"));
    CHECK(json["workflow"][1]["database"] == "shop");
    CHECK(json["workflow"][1]["schema_hash"] == "5c");
    CHECK(json["workflow"][1]["shape_hash"] == "5a");
    CHECK(json["workflow"][1]["result_hash"] == "e5");
    CHECK(json["workflow"][1]["as_of"] == "2024-05-31T17:00:05Z");
    CHECK(dump_json(json["workflow"][1]["findings"]) ==
          R"([{"check":"zero_rows","message":"m","literals":"near","absent":["Nort"]}])");
    CHECK(event["findings"] == json["workflow"][1]["findings"]);
}

TEST_CASE("event_json: an answer carries its counts, times and the statement behind it", "[chat]") {
    Answer answer{.session_id = "s", .response = "12", .usage = {100, 20, 0}, .total_ms = 1500};
    answer.workflow = {{.step = 1,
                        .tool = "query",
                        .arguments = "{}",
                        .sql = "SELECT x",
                        .error = "no such column"},
                       {.step = 2,
                        .tool = "query",
                        .arguments = "{}",
                        .handle = "r1",
                        .sql = "SELECT 12",
                        .rows = 1}};

    const Json json = answer_json(answer);

    CHECK(json["tools"]["query"] == 2);
    CHECK(json["tokens"]["total_tokens"] == 120);
    CHECK(json["sql"] == "SELECT 12");
    CHECK(json["metrics"]["flow"] == "data");
    CHECK(json["metrics"]["sql_attempts"] == 2);
    CHECK(json["metrics"]["total_time"] == 1.5);
    CHECK(json["stopped_by"].is_null());
    CHECK(json["unverified_numbers"].is_null());
    CHECK(json["workflow"][1]["rows"] == 1);
    CHECK_FALSE(json["metrics"].contains("cost_usd"));
    answer.cost_usd = 0.5;
    CHECK(answer_json(answer)["metrics"]["cost_usd"] == 0.5);
}

TEST_CASE(
    "event_json: the statement of an answer is the one behind its handle, else the first sound one",
    "[chat]") {
    Answer answer;
    answer.workflow = {{.tool = "query", .sql = "SELECT nope", .error = "no such column"},
                       {.tool = "query", .sql = "SELECT 1"},
                       {.tool = "query", .handle = "r1", .sql = "SELECT 2"},
                       {.tool = "query", .handle = "r2", .sql = "SELECT 3"}};

    CHECK(answer_json(answer)["sql"] == "SELECT 1");
    answer.handle = "r1";
    CHECK(answer_json(answer)["sql"] == "SELECT 2");
    answer.workflow.clear();
    CHECK(answer_json(answer)["sql"].is_null());
}

TEST_CASE("event_json: arguments of hostile breadth are told as text at once", "[chat]") {
    std::string arguments = "{";
    for (int i = 0; i < 300'000; ++i) arguments += "\"k" + std::to_string(i) + "\":1,";
    arguments.back() = '}';
    const auto begin = std::chrono::steady_clock::now();

    const Json json = event_json(ToolStarted{"c1", "query", arguments, "Running query"});

    CHECK(json["arguments"] == arguments);
    CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(10)));
}

TEST_CASE("event_json: text that is no UTF-8 is still printed as JSON", "[chat]") {
    CHECK(dump_json(event_json(Token{"a\xFF"
                                     "b"})) ==
          "{\"type\":\"token\",\"content\":\"a\xEF\xBF\xBD"
          "b\"}");
}

}
