#include "libagent/net/http_client.h"

#include "libagent/base/error.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::net;
using askdb::test::Gate;
using askdb::test::ReplyEnd;
using askdb::test::ReplyFraming;
using askdb::test::ScriptedReply;
using askdb::test::ScriptedServer;
using namespace std::chrono_literals;

namespace {

using TestClock = std::chrono::steady_clock;

Error failure_of(HttpClient& http, const HttpRequest& request, const BodySink& sink = nullptr) {
    try {
        http.send(request, sink, {});
    } catch (const Failure& failure) {
        return failure.error();
    }
    FAIL("an answer came where a failure was due");
    return {};
}

/// How long a send() that is stopped when `ready` returns needs to come back with Stopped.
std::chrono::milliseconds time_to_stop(const HttpRequest& request,
                                       const std::function<void()>& ready) {
    const auto http = make_http_client();
    std::stop_source stop;
    std::optional<TestClock::time_point> stopped_at;
    std::thread sender([&] {
        try {
            http->send(request, nullptr, stop.get_token());
        } catch (const Stopped&) {
            stopped_at = TestClock::now();
        }
    });
    ready();
    const auto asked_at = TestClock::now();
    stop.request_stop();
    sender.join();
    REQUIRE(stopped_at);
    return std::chrono::duration_cast<std::chrono::milliseconds>(*stopped_at - asked_at);
}

/// A port on loopback where connections are neither accepted nor refused: its queue is full.
class FullListener {
  public:
    FullListener() {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        auto* const generic = reinterpret_cast<sockaddr*>(&address_);
        REQUIRE(::bind(listener_, generic, size) == 0);
        REQUIRE(::listen(listener_, 0) == 0);
        REQUIRE(::getsockname(listener_, generic, &size) == 0);
        for (int& waiting : waiting_) {
            waiting = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            ::connect(waiting, generic, size);
        }
    }
    ~FullListener() {
        for (const int waiting : waiting_) ::close(waiting);
        ::close(listener_);
    }
    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/";
    }

    /// How many sockets wait for this port to answer (state SYN_SENT of /proc/net/tcp).
    int connecting() const {
        char target[32];
        std::snprintf(target, sizeof target, " 0100007F:%04X 02 ", ntohs(address_.sin_port));
        std::ifstream sockets("/proc/net/tcp");
        int count = 0;
        for (std::string line; std::getline(sockets, line);) {
            if (line.find(target) != std::string::npos) ++count;
        }
        return count;
    }

  private:
    int listener_ = -1;
    int waiting_[4] = {};
    sockaddr_in address_{};
};

}

TEST_CASE("http: a request arrives whole and its answer comes back whole", "[net]") {
    ScriptedServer server(
        {{.status = 201, .headers = {{"X-Kind", "good"}}, .pieces = {"one ", "two"}}});
    const auto http = make_http_client();
    const HttpRequest request{.url = server.url("/v1/things?x=1"),
                              .headers = {{"Authorization", "Bearer k"}, {"X-Empty", ""}},
                              .body = "{\"a\":1}"};

    const HttpResponse response = http->send(request, nullptr, {});

    CHECK(response.status == 201);
    CHECK(response.body == "one two");
    CHECK(response.header("x-kind") == "good");
    CHECK(response.header("x-other").empty());
    const auto seen = server.requests().at(0);
    CHECK(seen.line() == "POST /v1/things?x=1 HTTP/1.1");
    CHECK(seen.header("authorization") == "Bearer k");
    CHECK(seen.header("expect").empty());
    CHECK(seen.head.find("X-Empty:") != std::string::npos);
    CHECK(seen.body == "{\"a\":1}");
}

TEST_CASE("http: a good answer streams while it comes, a refusal is kept", "[net]") {
    Gate gate;
    ScriptedServer server(
        {{.pieces = {"first", {"second", gate}}}, {.status = 500, .pieces = {"broken"}}});
    const auto http = make_http_client();
    std::string streamed;
    const BodySink sink = [&](std::string_view bytes) {
        streamed += bytes;
        if (streamed == "first") gate.open();  // It came before the rest was even sent.
        return true;
    };

    const HttpResponse good = http->send({.url = server.url()}, sink, {});
    const HttpResponse bad = http->send({.url = server.url()}, sink, {});

    CHECK(good.body.empty());
    CHECK(streamed == "firstsecond");
    CHECK(bad.status == 500);
    CHECK(bad.body == "broken");
}

TEST_CASE("http: a connection is used again", "[net]") {
    ScriptedServer server({{.pieces = {"ok"}, .framing = ReplyFraming::length}});
    const auto http = make_http_client();

    for (int i = 0; i < 5; ++i) http->send({.url = server.url()}, nullptr, {});

    CHECK(server.requests().size() == 5);
    CHECK(server.connections() == 1);
}

TEST_CASE("http: a large body is sent and received whole", "[net]") {
    const std::string large(3u << 20, 'x');
    ScriptedServer server({{.pieces = {large}, .framing = ReplyFraming::length}});
    const auto http = make_http_client();

    const HttpResponse response = http->send({.url = server.url(), .body = large}, nullptr, {});

    CHECK(response.body == large);
    CHECK(server.requests().at(0).body == large);
}

TEST_CASE("http: other methods, and no redirect is followed", "[net]") {
    ScriptedServer server(
        {{.status = 302, .headers = {{"Location", "/elsewhere"}}}, {.pieces = {"gone"}}});
    const auto http = make_http_client();

    const HttpResponse moved = http->send({.method = "GET", .url = server.url()}, nullptr, {});
    http->send({.method = "DELETE", .url = server.url("/x")}, nullptr, {});

    CHECK(moved.status == 302);
    CHECK(server.requests().size() == 2);
    CHECK(server.requests()[0].line() == "GET / HTTP/1.1");
    CHECK(server.requests()[1].line() == "DELETE /x HTTP/1.1");
}

TEST_CASE("http: a compressed answer is opened", "[net]") {
    constexpr unsigned char gzip[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                      0x2b, 0x2e, 0x2c, 0x4d, 0x4d, 0xad, 0x4a, 0x4d, 0x01, 0x00,
                                      0xde, 0x26, 0x14, 0x00, 0x08, 0x00, 0x00, 0x00};
    const std::string bytes(reinterpret_cast<const char*>(gzip), sizeof gzip);
    ScriptedServer server({{.headers = {{"Content-Encoding", "gzip"}}, .pieces = {bytes}}});
    const auto http = make_http_client();

    CHECK(http->send({.url = server.url()}, nullptr, {}).body == "squeezed");
}

TEST_CASE("http: this machine is reached directly, whatever proxy is set", "[net]") {
    ScriptedServer server({{.pieces = {"direct"}}});
    const auto http = make_http_client();
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);

    const HttpResponse near = http->send({.url = server.url()}, nullptr, {});
    const Error far = failure_of(*http, {.url = "http://192.0.2.1/"});
    ::unsetenv("http_proxy");

    CHECK(near.body == "direct");
    CHECK(far.message == "cannot reach 'http://192.0.2.1/': connection refused");  // The proxy's.
}

TEST_CASE("http: a refused port is said in words, without secrets", "[net]") {
    const auto http = make_http_client();

    const Error error = failure_of(*http, {.url = "http://user:secret@127.0.0.1:1/v1?key=hidden"});

    CHECK(error.message == "cannot reach 'http://127.0.0.1:1/v1': connection refused");
    CHECK(error.code == Errc::model);
    CHECK(error.retryable);
}

TEST_CASE("http: a host that does not exist is named", "[net]") {
    const auto http = make_http_client();

    // Labels may have 63 bytes at most, so no resolver is asked.
    const std::string host = std::string(70, 'a') + ".invalid";
    const Error error = failure_of(*http, {.url = "http://" + host + "/"});

    CHECK(error.message.find("host name '" + host + "' cannot be resolved") != std::string::npos);
}

TEST_CASE("http: what is no HTTP is a failure", "[net]") {
    const auto http = make_http_client();

    CHECK(failure_of(*http, {.url = "file:///etc/passwd"}).code == Errc::usage);
    CHECK(failure_of(*http, {.url = "localhost:80"}).code == Errc::usage);
    CHECK(failure_of(*http, {.url = "http://a b/"}).code == Errc::usage);
    CHECK(failure_of(*http, {.url = "http://h/", .headers = {{"K", "a\r\nEvil: 1"}}}).code ==
          Errc::usage);
}

TEST_CASE("http: an answer cut before its end is a failure", "[net]") {
    const auto framing = GENERATE(ReplyFraming::chunked, ReplyFraming::length);
    ScriptedServer server({{.pieces = {"half"}, .framing = framing, .end = ReplyEnd::cut}});
    const auto http = make_http_client();

    const Error error =
        failure_of(*http, {.url = server.url()}, [](std::string_view) { return true; });

    CHECK(error.retryable);
    CHECK(error.message ==
          "no whole answer from '" + server.url() + "': the answer was cut off before its end");
}

TEST_CASE("http: a connection closed without an answer is a failure", "[net]") {
    ScriptedServer server({{.end = ReplyEnd::close_early}});
    const auto http = make_http_client();

    const Error error = failure_of(*http, {.url = server.url()});

    CHECK(error.retryable);
    CHECK(error.message.find("closed the connection without an answer") != std::string::npos);
}

TEST_CASE("http: silence past the idle timeout is a failure", "[net]") {
    const auto end = GENERATE(ReplyEnd::never, ReplyEnd::stall);
    ScriptedServer server({{.pieces = {"x"}, .end = end}});
    const auto http = make_http_client();
    const auto begin = TestClock::now();

    const Error error = failure_of(*http, {.url = server.url(), .idle_timeout = 150ms});

    CHECK(error.retryable);
    CHECK(error.message.find("silent for 150 ms") != std::string::npos);
    CHECK(TestClock::now() - begin >= 150ms);
    CHECK(TestClock::now() - begin < 1s);
}

TEST_CASE("http: a host that does not take the connection runs into the connect timeout", "[net]") {
    const FullListener nobody;
    const auto http = make_http_client();

    const Error error = failure_of(*http, {.url = nobody.url(), .connect_timeout = 200ms});

    CHECK(error.retryable);
    CHECK(error.message.find("no connection within 200 ms") != std::string::npos);
}

TEST_CASE("http: an answer past the limit is a failure that no retry helps", "[net]") {
    ScriptedServer server({{.pieces = {std::string(2000, 'x')}}});
    const auto http = make_http_client();

    const Error error = failure_of(*http, {.url = server.url(), .max_body_bytes = 1000});

    CHECK_FALSE(error.retryable);
    CHECK(error.message.find("larger than 1000 bytes") != std::string::npos);
}

TEST_CASE("http: endless headers are a failure", "[net]") {
    ScriptedReply reply;
    for (int i = 0; i < 100; ++i) reply.headers.emplace_back("X-Long", std::string(9000, 'h'));
    ScriptedServer server({reply});
    const auto http = make_http_client();

    CHECK_FALSE(failure_of(*http, {.url = server.url()}).message.empty());
}

TEST_CASE("http: of a long refusal the first MiB is kept", "[net]") {
    ScriptedServer server({{.status = 400, .pieces = {std::string(3u << 20, 'x')}}});
    const auto http = make_http_client();

    const HttpResponse response = http->send({.url = server.url()}, nullptr, {});

    CHECK(response.status == 400);
    CHECK(response.body.size() == 1u << 20);
}

TEST_CASE("http: a stop while nothing came yet ends the call within 200 ms", "[net]") {
    ScriptedServer server({{.end = ReplyEnd::never}});

    const auto time =
        time_to_stop({.url = server.url()}, [&] { REQUIRE(server.wait_for_requests(1)); });

    CHECK(time < 200ms);
}

TEST_CASE("http: a stop in the middle of a stream ends the call within 200 ms", "[net]") {
    ScriptedServer server({{.pieces = {"some"}, .end = ReplyEnd::stall}});
    Gate streaming;
    const auto http = make_http_client();
    std::stop_source stop;
    std::thread stopper([&] {
        streaming.wait();
        stop.request_stop();
    });
    const auto begin = TestClock::now();

    CHECK_THROWS_AS(http->send(
                        {.url = server.url()},
                        [&](std::string_view) { return streaming.open(), true; }, stop.get_token()),
                    Stopped);

    stopper.join();
    CHECK(TestClock::now() - begin < 1s);
}

TEST_CASE("http: a stop while connecting ends the call within 200 ms", "[net]") {
    const FullListener nobody;
    const int before = nobody.connecting();

    const auto time = time_to_stop({.url = nobody.url()}, [&] {
        while (nobody.connecting() == before) std::this_thread::yield();
    });

    CHECK(time < 200ms);
}

TEST_CASE("http: a stop that came before sends nothing", "[net]") {
    ScriptedServer server({{.pieces = {"x"}}});
    std::stop_source stop;
    stop.request_stop();
    const auto http = make_http_client();

    CHECK_THROWS_AS(http->send({.url = server.url()}, nullptr, stop.get_token()), Stopped);

    CHECK(server.requests().empty());
}

TEST_CASE("http: eight threads share one client", "[net]") {
    ScriptedServer server({{.pieces = {"a", "b", "c"}}});
    preload_http();
    const auto http = make_http_client();
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;

    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 8; ++i) {
                std::string body;
                http->send({.url = server.url()},
                           [&](std::string_view b) { return body += b, true; }, {});
                if (body == "abc") ++good;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(good == 64);
    CHECK(server.requests().size() == 64);
    CHECK(server.connections() <= 8);
}
