#include "libagent/chat/kept_answer_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <limits>

namespace askdb::chat {
namespace {

Answer full_answer() {
    Answer answer{.session_id = "s-1", .usage = {100, 20, 30, 40}, .cost_usd = 0.1 + 0.2};
    answer.workflow = {
        {.step = 1, .tool = "query", .arguments = "{ \"sql\" : 1.50 }", .error = "no such column"},
        {.step = 2,
         .tool = "query",
         .arguments = "not JSON",
         .handle = "r1",
         .sql = "SELECT 'é'",
         .rows = 0,
         .truncated = true,
         .milliseconds = 1.0 / 3,
         .as_of = "2024-05-31T17:00:05Z",
         .database = "shop",
         .schema_hash = "5c",
         .shape_hash = "5a",
         .result_hash = "e5",
         .findings =
             {{.check = "fan_out", .message = "twice"},
              {.check = "zero_rows", .message = "no row", .literals = "near", .absent = {"Nort"}}}},
        {.step = 3, .tool = "change_data", .write = "committed", .touched = "UPDATE t: 2 rows"}};
    answer.model = "offline";
    answer.total_ms = 1234.5678901234567;
    answer.model_ms = 1e-9;
    answer.sql_ms = 7;
    answer.warnings = {{"numbers", "not borne out", {"12", "3.5"}}, {"truncation", "cut", {}}};
    answer.unverified_numbers = {"12"};
    answer.stopped_by = "max_steps";
    answer.truncated = true;
    answer.handle = "r1";
    answer.as_written = "It is {r1.total}.";
    answer.share = "schema\n*.email";
    return answer;
}

Result<Answer> back(const Json& json) {
    return kept_answer_of(parse_json(dump_json(json), "the text").value_or_throw());
}

}

TEST_CASE("kept_answer: nothing but the response is lost on the way through JSON", "[chat]") {
    const Answer answer = full_answer();

    const Answer read = back(kept_answer_json(answer)).value_or_throw();

    CHECK(read.session_id == "s-1");
    CHECK(read.usage.cache_written_input_tokens == 40);
    CHECK(read.usage.total() == 120);
    CHECK(read.cost_usd == 0.1 + 0.2);
    CHECK(read.as_written == answer.as_written);
    CHECK(read.share == answer.share);
    CHECK(read.total_ms == answer.total_ms);
    CHECK(read.model_ms == answer.model_ms);
    CHECK(read.workflow.size() == 3);
    CHECK(read.workflow[0].arguments == "{ \"sql\" : 1.50 }");
    CHECK_FALSE(read.workflow[0].rows);
    CHECK(read.workflow[1].rows == 0u);
    CHECK(read.workflow[1].milliseconds == 1.0 / 3);
    CHECK(read.workflow[1].as_of == "2024-05-31T17:00:05Z");
    CHECK(read.workflow[1].database == "shop");
    CHECK(read.workflow[1].schema_hash == "5c");
    CHECK(read.workflow[1].shape_hash == "5a");
    CHECK(read.workflow[1].result_hash == "e5");
    CHECK(read.workflow[2].shape_hash.empty());
    REQUIRE(read.workflow[1].findings.size() == 2);
    CHECK(read.workflow[1].findings[0].message == "twice");
    CHECK(read.workflow[1].findings[1].literals == "near");
    CHECK(read.workflow[1].findings[1].absent == std::vector<std::string>{"Nort"});
    CHECK(read.workflow[2].findings.empty());
    CHECK(read.workflow[2].touched == "UPDATE t: 2 rows");
    CHECK(read.warnings[0].numbers == std::vector<std::string>{"12", "3.5"});
    CHECK(read.unverified_numbers == std::vector<std::string>{"12"});
    CHECK(read.stopped_by == "max_steps");
    CHECK(read.handle == "r1");
    CHECK(kept_answer_json(read) == kept_answer_json(answer));
}

TEST_CASE("kept_answer: an answer that was not checked differs from one without findings",
          "[chat]") {
    Answer unchecked, checked;
    checked.unverified_numbers.emplace();

    CHECK_FALSE(back(kept_answer_json(unchecked)).value_or_throw().unverified_numbers);
    CHECK(back(kept_answer_json(checked)).value_or_throw().unverified_numbers->empty());
}

TEST_CASE("kept_answer: numbers that JSON cannot say leave it readable", "[chat]") {
    Answer answer{.cost_usd = std::numeric_limits<double>::infinity()};
    answer.total_ms = std::numeric_limits<double>::quiet_NaN();

    const Answer read = back(kept_answer_json(answer)).value_or_throw();

    CHECK(read.total_ms == 0);
    CHECK_FALSE(read.cost_usd);
}

TEST_CASE("kept_answer: each field that must be there is missed by its name", "[chat]") {
    const Json whole = kept_answer_json(full_answer());
    for (const char* name : {"session_id", "model", "tokens", "time_ms", "model_ms", "sql_ms",
                             "warnings", "truncated", "workflow"}) {
        Json torn = whole;
        torn.erase(name);
        const Result<Answer> read = kept_answer_of(torn);
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().message.find("'" + std::string(name) + "'") != std::string::npos);
    }
    Json torn = whole;
    torn["workflow"][1].erase("tool");
    CHECK(kept_answer_of(torn).error().message == "a kept step has no field 'tool'");
    torn = whole;
    torn["warnings"][0]["numbers"] = Json::array({1});
    CHECK_FALSE(kept_answer_of(torn).ok());
    torn = whole;
    torn["workflow"][1]["findings"][0].erase("check");
    CHECK(kept_answer_of(torn).error().message == "a kept finding has no field 'check'");
    torn = whole;
    torn["workflow"][1]["rows"] = "many";
    CHECK_FALSE(kept_answer_of(torn).ok());
}

TEST_CASE("kept_answer: fields of a later version are passed over", "[chat]") {
    Json json = kept_answer_json(full_answer());
    json["mood"] = "sunny";
    json["workflow"][0]["colour"] = {{"r", 1}};

    CHECK(kept_answer_of(json).ok());
}

}
