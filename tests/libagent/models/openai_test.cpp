#include "libagent/base/error.h"
#include "libagent/models/protocol.h"
#include "libagent/models/retry.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

using namespace askdb;
using namespace askdb::models;
using askdb::test::Gate;
using askdb::test::openai_calls;
using askdb::test::openai_error;
using askdb::test::openai_text;
using askdb::test::ReplyEnd;
using askdb::test::ScriptedReply;
using askdb::test::ScriptedServer;
using namespace std::chrono_literals;

namespace {

class CollectingSink : public TextSink {
  public:
    void on_text(std::string_view text) override {
        collected += text;
        if (first != nullptr) first->open();
    }
    std::string collected;
    Gate* first = nullptr;
};

/// A model on a scripted server, and what it takes to ask it.
struct Asking {
    explicit Asking(std::vector<ScriptedReply> script) : server(std::move(script)) {}

    ModelReply ask(std::stop_token stop = {}) {
        return make_model()->complete({.messages = messages, .tools = {}}, sink, stop);
    }
    std::unique_ptr<Model> make_model() {
        return find_protocol("openai")->make({.name = "openai:gpt",
                                              .model = "gpt",
                                              .base_url = server.url("/v1"),
                                              .api_key = "sk-0123456789abcdef",
                                              .stream = stream},
                                             *http);
    }
    Error failure() {
        try {
            ask();
        } catch (const Failure& failure) {
            return failure.error();
        }
        FAIL("an answer came where a failure was due");
        return {};
    }

    ScriptedServer server;
    std::unique_ptr<net::HttpClient> http = net::make_http_client();
    std::vector<chat::Message> messages = {{.role = chat::Role::user, .text = "How many?"}};
    CollectingSink sink;
    bool stream = true;
};

}

TEST_CASE("openai: a question goes out and its answer streams in", "[openai]") {
    Asking asking({openai_text("There are \"42\" \xE2\x98\x83.")});

    const ModelReply reply = asking.ask();

    CHECK(reply.text == "There are \"42\" \xE2\x98\x83.");
    CHECK(asking.sink.collected == reply.text);
    CHECK(reply.finish_reason == FinishReason::stop);
    CHECK(reply.usage.input_tokens == 100);
    const auto seen = asking.server.requests().at(0);
    CHECK(seen.line() == "POST /v1/chat/completions HTTP/1.1");
    CHECK(seen.header("authorization") == "Bearer sk-0123456789abcdef");
    CHECK(seen.header("content-type") == "application/json");
    CHECK(nlohmann::json::parse(seen.body)["messages"][0]["content"] == "How many?");
}

TEST_CASE("openai: tool calls come back whole", "[openai]") {
    const std::vector<chat::ToolCall> calls = {{"a", "query", R"({"sql":"select \"x\""})"},
                                               {"b", "list_tables", "{}"}};
    Asking asking({openai_calls(calls)});

    const ModelReply reply = asking.ask();

    CHECK(reply.tool_calls == calls);
    CHECK(reply.finish_reason == FinishReason::tool_calls);
    CHECK(asking.sink.collected.empty());
}

TEST_CASE("openai: text reaches the sink before the answer is whole", "[openai]") {
    Gate first;
    ScriptedReply reply = openai_text("one two three");
    reply.pieces.back().wait_for = &first;
    Asking asking({reply});
    asking.sink.first = &first;

    CHECK(asking.ask().text == "one two three");
}

TEST_CASE("openai: a JSON answer reaches the sink too", "[openai]") {
    Asking asking({{.headers = {{"Content-Type", "application/json"}},
                    .pieces = {R"({"choices":[{"message":{"content":"42"}}]})"}}});

    CHECK(asking.ask().text == "42");
    CHECK(asking.sink.collected == "42");
}

TEST_CASE("openai: an answer can be asked for in one piece", "[openai]") {
    Asking asking({{.pieces = {R"({"choices":[{"message":{"content":"42"}}]})"}}});
    asking.stream = false;

    CHECK(asking.ask().text == "42");

    const auto body = nlohmann::json::parse(asking.server.requests().at(0).body);
    CHECK(body["stream"] == false);
    CHECK_FALSE(body.contains("stream_options"));
}

TEST_CASE("openai: the answer is over when the protocol says so, not when the server closes",
          "[openai]") {
    ScriptedReply reply = openai_text("The answer is 42");
    reply.end = ReplyEnd::stall;
    Asking asking({reply});

    CHECK(asking.ask().text == "The answer is 42");
}

TEST_CASE("openai: a stream that is cut is a failure, unless the answer was whole", "[openai]") {
    ScriptedReply early = openai_text("The answer is 42");
    early.pieces.pop_back();
    early.end = ReplyEnd::cut;
    ScriptedReply late = openai_text("The answer is 42");
    late.end = ReplyEnd::cut;

    const Error error = Asking({early}).failure();
    const ModelReply reply = Asking({late}).ask();

    CHECK(error.retryable);
    CHECK(error.message.find("cut off") != std::string::npos);
    CHECK(reply.text == "The answer is 42");
}

TEST_CASE("openai: a refused key never shows", "[openai]") {
    Asking asking({openai_error(401, "bad key sk-0123456789abcdef")});

    const Error error = asking.failure();

    CHECK(error.message == "the model server refused the key for 'openai:gpt': bad key ***");
    CHECK(error.hint == "export OPENAI_API_KEY=…");
}

TEST_CASE("openai: an error inside the stream never shows the key", "[openai]") {
    Asking asking({{.pieces = {"data: {\"error\":\"no: sk-0123456789abcdef\"}\n\n"}}});

    CHECK(asking.failure().message.ends_with("no: ***"));
}

TEST_CASE("openai: a field that the server does not know is renamed once", "[openai]") {
    Asking asking({openai_error(400, "Use 'max_completion_tokens' instead."), openai_text("fine")});

    CHECK(asking.ask().text == "fine");

    const auto requests = asking.server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(nlohmann::json::parse(requests[0].body).contains("max_tokens"));
    CHECK(nlohmann::json::parse(requests[1].body).contains("max_completion_tokens"));
}

TEST_CASE("openai: a stop in the middle of the answer ends the call", "[openai]") {
    ScriptedReply reply = openai_text("one two three");
    reply.pieces.pop_back();
    reply.end = ReplyEnd::stall;
    Asking asking({reply});
    Gate first;
    asking.sink.first = &first;
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked_at;
    std::thread stopper([&] {
        first.wait();
        asked_at = std::chrono::steady_clock::now();
        stop.request_stop();
    });

    CHECK_THROWS_AS(asking.ask(stop.get_token()), Stopped);

    stopper.join();
    CHECK(std::chrono::steady_clock::now() - asked_at < 200ms);
}

TEST_CASE("openai: with retries, a busy server is asked again after the time that it named",
          "[openai]") {
    ScriptedReply busy = openai_error(429, "slow down");
    busy.headers.emplace_back("retry-after-ms", "60");
    Asking asking({busy, openai_text("at last")});
    NullLog log;
    const auto model = make_retrying_model(asking.make_model(), {.first_delay = 1ms}, log);
    const auto begin = std::chrono::steady_clock::now();

    const ModelReply reply =
        model->complete({.messages = asking.messages, .tools = {}}, asking.sink, {});

    CHECK(reply.text == "at last");
    CHECK(std::chrono::steady_clock::now() - begin >= 60ms);
    CHECK(asking.server.connections() == 1);
}

TEST_CASE("openai: with retries, a server that stays broken is given up", "[openai]") {
    Asking asking({openai_error(500, "broken")});
    NullLog log;
    const auto model =
        make_retrying_model(asking.make_model(), {.attempts = 3, .first_delay = 1ms}, log);

    CHECK_THROWS_WITH(model->complete({.messages = asking.messages, .tools = {}}, asking.sink, {}),
                      "the model server for 'openai:gpt' failed with status 500: broken");

    CHECK(asking.server.requests().size() == 3);
}
