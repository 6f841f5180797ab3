#include "cli/batch/batch_json.h"

#include "libagent/base/json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::cli {
namespace {

const ListedQuestion north{.id = "north", .has_number_id = false, .text = "How many \"x\"?"};
const ListedQuestion seventh{.id = "7", .has_number_id = true, .text = "Why?", .line = 7};

Json json_of(const std::string& line) {
    REQUIRE(line.ends_with('\n'));
    REQUIRE(std::count(line.begin(), line.end(), '\n') == 1);
    return parse_json(line, "the line").value_or_throw();
}

TurnEnd simple_answer() {
    return {.answer = chat::Answer{.session_id = "s", .response = "Five\x1b[2J", .model = "m"}};
}

}

TEST_CASE("batch json: an answer begins with id and question", "[cli][batch]") {
    const std::string line = answer_line(north, simple_answer());
    const Json json = json_of(line);

    CHECK(line.starts_with(R"({"id":"north","question":"How many \"x\"?","session_id":"s",)"));
    CHECK(json.at("response") == "Five\x1b[2J");
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(json_of(answer_line(seventh, simple_answer())).at("id") == 7);
}

TEST_CASE("batch json: a failure has an error in its place", "[cli][batch]") {
    const TurnEnd end{.error = Error{.code = Errc::unavailable, .message = "gone"}};

    CHECK(json_of(answer_line(seventh, end)) ==
          Json({{"id", 7},
                {"question", "Why?"},
                {"error", {{"type", "database_unavailable"}, {"message", "gone"}}}}));
}

TEST_CASE("batch json: an event keeps its own id beside the question's", "[cli][batch]") {
    const Json tool = json_of(event_line(north, chat::ToolStarted{"call_1", "query", "{}", "m"}));
    const Json started = json_of(event_line(seventh, chat::SessionStarted{"s"}));

    CHECK(tool.at("id") == "call_1");
    CHECK(tool.at("question_id") == "north");
    CHECK(started.at("question_id") == 7);
    CHECK(started.at("question") == "Why?");
}

TEST_CASE("batch json: a recorded answer prints as it first did", "[cli][batch]") {
    TurnEnd fresh = simple_answer();
    fresh.answer->total_ms = 12.345678901234567;
    fresh.answer->cost_usd = 0.1 + 0.2;
    fresh.answer->workflow.push_back({.step = 1,
                                      .tool = "query",
                                      .arguments = R"({"z":1,"a":[1.50,9007199254740993]})",
                                      .sql = "SELECT '\xff'"});
    for (const ListedQuestion& question : {north, seventh}) {
        const auto record = read_record(*record_line(question, fresh, false));

        REQUIRE(record);
        CHECK(record.value().id == question.id);
        CHECK(record.value().question == question.text);
        CHECK(answer_line(question, record.value().end) == answer_line(question, fresh));
        CHECK(last_event_line(question, record.value().end) ==
              event_line(question, chat::Completed{*fresh.answer}));
    }
}

TEST_CASE("batch json: what is no record is refused", "[cli][batch]") {
    for (const char* line :
         {"", "[]", "7", "{}", R"({"id":"a","question":"q"})", R"({"id":7,"question":"q"})",
          R"({"id":"a","question":"q","answer":{}})", R"({"id":"a","question":"q","answer":7})",
          R"({"id":"a","question":"q","answer":{"response":"x","warnings":[7]}})",
          R"({"id":"a","question":"q","error":{"type":"model_error","message":"m"}})",
          R"({"id":"a","question":"q","error":{"type":"no_answer"}})"})
        CHECK_FALSE(read_record(line).ok());
}

}
