#include "libagent/models/model_list.h"

#include "libagent/base/error.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace askdb;
using namespace askdb::models;
using namespace askdb::test;

namespace {

using Names = std::vector<std::string>;

constexpr const char* list_key = "sk-canary-77ab";

ScriptedReply json_reply(std::string body, int status = 200) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .pieces = {std::move(body)},
            .framing = ReplyFraming::length};
}

Names listed_by(const ScriptedServer& server, std::string_view protocol,
                std::stop_token stop = {}) {
    const auto http = net::make_http_client();
    return list_models(
        {.name = "local", .model = "m", .base_url = server.url("/v1"), .api_key = list_key},
        protocol, *http, stop);
}

}

TEST_CASE("model list: the shapes that servers answer in are read", "[models]") {
    CHECK(read_model_list(R"({"object":"list","data":[{"id":"a"},{"id":"b"}]})").value_or_throw() ==
          Names{"a", "b"});
    CHECK(read_model_list(R"([{"id":"a"}])").value_or_throw() == Names{"a"});
    CHECK(read_model_list(R"({"data":[{"id":"models/gemini-x"}]})").value_or_throw() ==
          Names{"gemini-x"});
    CHECK(read_model_list(R"({"object":"list","data":null})").value_or_throw().empty());
}

TEST_CASE("model list: what is no list is refused, odd entries are left out", "[models]") {
    for (const char* body : {"", "<html>", "7", R"({"models":[]})", R"({"data":"x"})"}) {
        INFO(body);
        const auto names = read_model_list(body);
        REQUIRE_FALSE(names.ok());
        CHECK(names.error().code == Errc::model);
    }
    CHECK(
        read_model_list(R"({"data":[1,null,{"id":7},{"name":"x"},{"id":"a"}]})").value_or_throw() ==
        Names{"a"});
}

TEST_CASE("model list: is fetched as each protocol wants it, and asks for no completion",
          "[models]") {
    const ScriptedServer server({json_reply(R"({"data":[{"id":"a"}]})")});

    CHECK(listed_by(server, "openai") == Names{"a"});
    CHECK(listed_by(server, "anthropic") == Names{"a"});

    const auto requests = server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].line() == "GET /v1/models HTTP/1.1");
    CHECK(requests[0].header("authorization") == std::string("Bearer ") + list_key);
    CHECK(requests[1].line() == "GET /v1/models?limit=1000 HTTP/1.1");
    CHECK(requests[1].header("x-api-key") == list_key);
    CHECK(requests[0].body.empty());
}

TEST_CASE("model list: a refusal says why and never the key", "[models]") {
    const ScriptedServer server(
        {json_reply(std::string(R"({"error":{"message":"bad key )") + list_key + R"("}})", 401)});
    try {
        listed_by(server, "openai");
        FAIL("was answered");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::model);
        CHECK(failure.error().message.find(list_key) == std::string::npos);
        CHECK(failure.error().hint.find(list_key) == std::string::npos);
    }
}

TEST_CASE("model list: a stop ends a server that says nothing", "[models]") {
    const ScriptedServer server({{.end = ReplyEnd::never}});
    std::stop_source source;
    const std::jthread stopper([&] {
        server.wait_for_requests(1);
        source.request_stop();
    });

    CHECK_THROWS_AS(listed_by(server, "openai", source.get_token()), Stopped);
}
