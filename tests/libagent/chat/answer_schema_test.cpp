#include "libagent/chat/answer_schema.h"

#include "libagent/chat/event_json.h"
#include "tests/support/json_schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::chat;
using test::schema_violations;

namespace {

using NoViolations = std::vector<std::string>;

Json schema(const std::string& text) {
    return parse_json(text, "schema").value_or_throw();
}

/// Every member that an answer can have.
Answer full_answer() {
    return {.session_id = "s",
            .response = "2",
            .workflow = {{.step = 1,
                          .tool = "query",
                          .arguments = R"({"sql": "SELECT 2"})",
                          .handle = "r1",
                          .sql = "SELECT 2",
                          .rows = 1,
                          .milliseconds = 0.5,
                          .as_of = "2024-05-31T17:00:05Z",
                          .database = "shop",
                          .schema_hash = "5c",
                          .shape_hash = "5a",
                          .result_hash = "e5",
                          .findings = {{.check = "fan_out", .message = "twice"},
                                       {.check = "zero_rows",
                                        .message = "no row",
                                        .literals = "missing",
                                        .absent = {"Nort"}}}},
                         {.step = 2,
                          .tool = "change_data",
                          .arguments = "no json",
                          .sql = "DELETE FROM t",
                          .error = "not approved",
                          .write = "not approved",
                          .touched = "DELETE t: 1 row"}},
            .cost_usd = 0.25,
            .model = "m",
            .total_ms = 3.5,
            .warnings = {{.check = "numbers", .message = "m", .numbers = {"7"}}},
            .unverified_numbers = std::vector<std::string>{"7"},
            .stopped_by = "max_steps",
            .truncated = true,
            .handle = "r1"};
}

std::vector<Event> all_events() {
    return {SessionStarted{"s"},
            Token{"t"},
            Reset{"r"},
            ToolStarted{"c1", "query", "{}", "Running query"},
            ToolFinished{"c1", full_answer().workflow[0]},
            ToolFinished{"c2", full_answer().workflow[1]},
            ArtifactSaved{"data", "rows.csv", "/tmp/rows.csv"},
            Warning{"truncation", "cut", {}},
            Completed{full_answer()},
            Completed{Answer{}},
            Failed{{Errc::model, "no", "try again", "08001"}, "s"}};
}

}

TEST_CASE("schema: every event that the codec writes is valid", "[schema]") {
    const Json rules = schema(events_schema());
    for (const Event& event : all_events()) {
        const Json json = event_json(event);
        INFO(dump_json(json));
        CHECK(schema_violations(rules, json) == NoViolations{});
    }
}

TEST_CASE("schema: answers are valid, full and empty ones", "[schema]") {
    const Json rules = schema(answer_schema());

    CHECK(schema_violations(rules, answer_json(full_answer())) == NoViolations{});
    CHECK(schema_violations(rules, answer_json(Answer{})) == NoViolations{});
}

TEST_CASE("schema: every kind of error has its type", "[schema]") {
    const Json rules = schema(answer_schema());
    for (int code = 0; code <= static_cast<int>(Errc::check); ++code) {
        const Json failure = {{"session_id", "s"},
                              {"error", error_json({static_cast<Errc>(code), "no"})}};
        INFO(dump_json(failure));
        CHECK(schema_violations(rules, failure) == NoViolations{});
    }
}

TEST_CASE("schema: a member more, a member less and another type are seen", "[schema]") {
    const Json rules = schema(answer_schema());
    Json more = answer_json(full_answer()), less = more, other = more, deep = more;
    more["extra"] = 1;
    less.erase("tokens");
    other["truncated"] = "yes";
    deep["workflow"][0]["error_code"] = 3;

    CHECK_FALSE(schema_violations(rules, more).empty());
    CHECK_FALSE(schema_violations(rules, less).empty());
    CHECK_FALSE(schema_violations(rules, other).empty());
    CHECK_FALSE(schema_violations(rules, deep).empty());
    Json event = event_json(Token{"t"});
    event["type"] = "tokens";
    CHECK_FALSE(schema_violations(schema(events_schema()), event).empty());
}

TEST_CASE("schema: lines of a batch may say which question they answer", "[schema]") {
    Json answer = answer_json(full_answer());
    Json event = event_json(Token{"t"});
    answer["id"] = 7;
    answer["question"] = "How many?";
    event["question_id"] = 7;  // `id` is that of a call.

    CHECK(schema_violations(schema(answer_schema()), answer) == NoViolations{});
    CHECK(schema_violations(schema(events_schema()), event) == NoViolations{});
}
