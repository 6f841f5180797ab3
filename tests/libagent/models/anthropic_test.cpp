#include "libagent/base/error.h"
#include "libagent/models/protocol.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::models;
using askdb::test::anthropic_reply;
using askdb::test::ReplyEnd;
using askdb::test::ScriptedReply;
using askdb::test::ScriptedServer;

namespace {

constexpr const char* claude_key = "sk-ant-0123456789abcdef";

class JoiningSink : public TextSink {
  public:
    void on_text(std::string_view text) override { joined += text; }
    std::string joined;
};

/// A question to a scripted server that stands for Anthropic's.
struct Claude {
    explicit Claude(ScriptedReply reply) : server({std::move(reply)}) {}

    ModelReply ask(std::string_view path = "") {
        const std::vector<chat::Message> messages = {{.role = chat::Role::user, .text = "Hi"}};
        return find_protocol("anthropic")
            ->make({.name = "anthropic:claude",
                    .model = "claude",
                    .base_url = server.url(path),
                    .api_key = claude_key},
                   *http)
            ->complete({.messages = messages, .tools = {}}, sink, {});
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
    JoiningSink sink;
};

}

TEST_CASE("anthropic: a question goes out and its answer streams in", "[anthropic]") {
    Claude claude(anthropic_reply("There are 42."));

    const ModelReply reply = claude.ask();

    CHECK(reply.text == "There are 42.");
    CHECK(claude.sink.joined == reply.text);
    CHECK(reply.usage.input_tokens == 100);
    CHECK(reply.usage.cached_input_tokens == 80);
    const auto seen = claude.server.requests().at(0);
    CHECK(seen.line() == "POST /v1/messages HTTP/1.1");
    CHECK(seen.header("x-api-key") == claude_key);
    CHECK(seen.header("authorization").empty());
    CHECK(seen.header("anthropic-version") == "2023-06-01");
    CHECK(nlohmann::json::parse(seen.body)["messages"][0]["content"][0]["text"] == "Hi");
}

TEST_CASE("anthropic: an address may hold the version already", "[anthropic]") {
    Claude claude(anthropic_reply("x"));

    claude.ask("/proxy/v1");

    CHECK(claude.server.requests().at(0).line() == "POST /proxy/v1/messages HTTP/1.1");
}

TEST_CASE("anthropic: the end of the message is the end, though the server stays", "[anthropic]") {
    ScriptedReply reply = anthropic_reply("", {{"a", "query", R"({"sql":"select 1"})"}});
    reply.end = ReplyEnd::stall;
    Claude claude(reply);

    CHECK(claude.ask().tool_calls ==
          std::vector<chat::ToolCall>{{"a", "query", R"({"sql":"select 1"})"}});
}

TEST_CASE("anthropic: a connection that breaks before the end leaves no answer", "[anthropic]") {
    ScriptedReply reply = anthropic_reply("The answer is 42");
    reply.pieces.pop_back();
    reply.end = ReplyEnd::cut;

    CHECK(Claude(reply).failure().retryable);
}

TEST_CASE("anthropic: refusals are told apart, and never show the key", "[anthropic]") {
    const auto error = [](int status, std::string_view type) {
        return Claude({.status = status,
                       .pieces = {R"({"type":"error","error":{"type":")" + std::string(type) +
                                  R"(","message":"no: )" + claude_key + R"("}})"}})
            .failure();
    };

    CHECK(error(529, "overloaded_error").retryable);
    CHECK(error(529, "overloaded_error").message ==
          "the model server for 'anthropic:claude' failed with status 529: no: ***");
    CHECK(error(429, "rate_limit_error").retryable);
    CHECK_FALSE(error(400, "invalid_request_error").retryable);
    const Error key = error(401, "authentication_error");
    CHECK(key.message == "the model server refused the key for 'anthropic:claude': no: ***");
    CHECK(key.hint == "export ANTHROPIC_API_KEY=…");
}
