#include "libagent/models/offline/offline_model.h"

#include "libagent/base/error.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using chat::Message;
using chat::Role;

namespace {

class TextKept : public models::TextSink {
  public:
    void on_text(std::string_view text) override { kept += text; }
    std::string kept;
};

constexpr const char* jobs_sql =
    "CREATE TABLE jobs(job_id INTEGER PRIMARY KEY, title TEXT, state TEXT);"
    "INSERT INTO jobs VALUES (1,'a','open'),(2,'b','open'),(3,'c','done');";

struct Planner {
    explicit Planner(const std::string& more = "") : file(jobs_sql + more) {}

    test::TempDatabase file;
    database::Database database{"work", database::make_sqlite_source(file.path())};
    std::unique_ptr<models::Model> model = models::offline::make_offline_model(database);
    TextKept sink;
    std::vector<models::ToolOffer> tools{{"query", "", "{}"}};

    models::ModelReply reply(const std::vector<Message>& messages, std::stop_token stop = {}) {
        return model->complete({.messages = messages, .tools = tools}, sink, std::move(stop));
    }
};

const std::vector<Message> open_jobs = {{.role = Role::system, .text = "…"},
                                        {.role = Role::user, .text = "How many jobs are open?"}};

std::vector<Message> with_result(std::string text, bool failed = false) {
    auto messages = open_jobs;
    messages.push_back({.role = Role::assistant, .tool_calls = {{"call_1", "query", "{}"}}});
    messages.push_back(
        {.role = Role::tool, .text = std::move(text), .tool_call_id = "call_1", .failed = failed});
    return messages;
}

}

TEST_CASE("offline model: a question becomes one call of query", "[offline]") {
    Planner planner;

    const auto reply = planner.reply(open_jobs);

    REQUIRE(reply.tool_calls.size() == 1);
    CHECK(reply.finish_reason == models::FinishReason::tool_calls);
    CHECK(reply.tool_calls[0].name == "query");
    const auto arguments = nlohmann::json::parse(reply.tool_calls[0].arguments);
    CHECK(arguments["sql"] == "SELECT COUNT(*) AS number_of_jobs FROM jobs WHERE state = 'open'");
    CHECK(arguments["database"] == "work");
    CHECK(planner.sink.kept.empty());
}

TEST_CASE("offline model: the result becomes a sentence", "[offline]") {
    Planner planner;

    const auto reply = planner.reply(
        with_result(R"({"handle":"r1","columns":[{"name":"number_of_jobs","type":"integer"}],)"
                    R"("row_count":1,"truncated":false,"rows":[[2]]})"));

    CHECK(reply.tool_calls.empty());
    CHECK_FALSE(reply.abstained);
    CHECK(reply.text == "There are 2 jobs where state is open.");
    CHECK(planner.sink.kept == reply.text);
}

TEST_CASE("offline model: what is not open is not what has no state, and the answer says so",
          "[offline]") {
    Planner known, unknown("INSERT INTO jobs VALUES (4,'d',NULL);");
    std::vector<Message> messages =
        with_result(R"({"columns":[{"name":"number_of_jobs","type":"integer"}],)"
                    R"("row_count":1,"truncated":false,"rows":[[1]]})");
    messages[1].text = "How many jobs are not open?";

    CHECK(known.reply(messages).text == "There is 1 job where state is not open.");
    CHECK(unknown.reply(messages).text ==
          "There is 1 job where state is not open (rows whose state is missing are left out).");
}

TEST_CASE("offline model: digits stay as they came, also the long ones", "[offline]") {
    Planner planner;

    const auto reply = planner.reply(
        with_result(R"({"columns":[{"name":"n","type":"integer"}],"row_count":1,"truncated":false,)"
                    R"("rows":[["123456789012345678901"]]})"));

    CHECK(reply.text.starts_with("There are 123456789012345678901 jobs"));
}

TEST_CASE("offline model: what it does not understand is an abstention", "[offline]") {
    Planner planner;

    const auto reply = planner.reply({{.role = Role::user, .text = "Why is the sky blue?"}});

    CHECK(reply.abstained);
    CHECK(reply.tool_calls.empty());
    CHECK(reply.finish_reason == models::FinishReason::stop);
    CHECK(reply.text.find("\"sky\"") != std::string::npos);
}

TEST_CASE("offline model: a failed statement is an abstention, a broken result a failure",
          "[offline]") {
    Planner planner;

    CHECK(planner.reply(with_result("no such table: jobs", true)).abstained);
    for (const char* broken : {"", "[]", "{}", R"({"columns":[{}],"rows":[],"row_count":0})",
                               R"({"columns":[],"rows":[1],"row_count":1})"})
        CHECK_THROWS_AS(planner.reply(with_result(broken)), Failure);
}

TEST_CASE("offline model: it needs the tool query, and it stops when asked", "[offline]") {
    Planner planner;
    std::stop_source source;
    source.request_stop();

    CHECK_THROWS_AS(planner.reply(open_jobs, source.get_token()), Stopped);
    planner.tools.clear();
    CHECK_THROWS_AS(planner.reply(open_jobs), Failure);
}

TEST_CASE("offline model: what to do next is said as the front end takes it", "[offline]") {
    Planner planner;
    const auto model = models::offline::make_offline_model(
        planner.database, nullptr,
        {.all_rows = "all: /results {}", .other_model = "choose one: /model"});
    const auto reply = [&](const std::vector<Message>& messages) {
        return model->complete({.messages = messages, .tools = planner.tools}, planner.sink, {});
    };

    std::vector<Message> messages = {{.role = Role::user, .text = "Titles of jobs"}};
    messages.push_back({.role = Role::assistant, .tool_calls = {{"call_1", "query", "{}"}}});
    messages.push_back(
        {.role = Role::tool,
         .text = R"({"handle":"r7","row_count":3,"columns":[{"name":"title","type":"text"}],)"
                 R"("rows":[["a"]]})",
         .tool_call_id = "call_1"});
    CHECK_THAT(reply(messages).text, Catch::Contains("1 of 3 rows (all: /results r7)"));
    CHECK_THAT(reply({{.role = Role::user, .text = "What is love?"}}).text,
               Catch::EndsWith("Rephrase the question, or choose one: /model"));
}
