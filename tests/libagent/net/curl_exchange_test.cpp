#include "libagent/net/http_client.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <stdexcept>

using namespace askdb;
using namespace askdb::net;
using askdb::test::ReplyEnd;
using askdb::test::ScriptedServer;
using namespace std::chrono_literals;

TEST_CASE("http: a receiver that has enough does not wait for the server to close", "[net]") {
    ScriptedServer server({{.pieces = {"all", " of it"}, .end = ReplyEnd::stall}});
    const auto http = make_http_client();
    const auto begin = std::chrono::steady_clock::now();
    const BodySink sink = [](std::string_view bytes) { return bytes.find("of it") == bytes.npos; };

    const HttpResponse response = http->send({.url = server.url()}, sink, {});

    CHECK(response.status == 200);
    CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("http: a connection outlives a receiver that had enough before the end", "[net]") {
    ScriptedServer server({{.pieces = {"all of it"}}});
    const auto http = make_http_client();

    for (int i = 0; i < 3; ++i) {
        http->send({.url = server.url()}, [](std::string_view) { return false; }, {});
    }

    CHECK(server.requests().size() == 3);
    CHECK(server.connections() == 1);
}

TEST_CASE("http: what the sink throws comes out, and the client lives on", "[net]") {
    ScriptedServer server({{.pieces = {"boom"}}});
    const auto http = make_http_client();
    const BodySink sink = [](std::string_view) -> bool {
        throw std::runtime_error("from the sink");
    };

    CHECK_THROWS_WITH(http->send({.url = server.url()}, sink, {}), "from the sink");

    CHECK(http->send({.url = server.url()}, nullptr, {}).body == "boom");
}
