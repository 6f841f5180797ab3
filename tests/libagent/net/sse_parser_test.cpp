#include "libagent/net/sse_parser.h"

#include "libagent/base/error.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::net;

namespace {

using SseEvents = std::vector<SseEvent>;

SseEvents parsed_in_pieces(std::string_view bytes, std::size_t piece) {
    SseParser parser;
    SseEvents events;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        for (SseEvent& event : parser.feed(bytes.substr(at, piece))) {
            events.push_back(std::move(event));
        }
    }
    return events;
}

/// The events, which must be the same for every way to cut the bytes.
SseEvents parsed(std::string_view bytes) {
    const SseEvents whole = SseParser().feed(bytes);
    for (const std::size_t piece : {1, 2, 3, 7}) CHECK(parsed_in_pieces(bytes, piece) == whole);
    return whole;
}

std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos) break;
        bits = bits << 6 | static_cast<unsigned>(value);
        count += 6;
        if (count >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xFF);
    }
    return out;
}

}

TEST_CASE("sse: lines may end in LF, CR or CRLF", "[net]") {
    const SseEvents expected = {{.data = "a"}, {.event = "e", .data = "b\nc"}};

    CHECK(parsed("data: a\n\nevent: e\ndata: b\ndata: c\n\n") == expected);
    CHECK(parsed("data: a\r\n\r\nevent: e\r\ndata: b\r\ndata: c\r\n\r\n") == expected);
    CHECK(parsed("data: a\r\revent: e\rdata: b\rdata: c\r\r") == expected);
}

TEST_CASE("sse: only one space after the colon goes, and only a known field counts", "[net]") {
    CHECK(parsed("data:a\n\n") == SseEvents{{.data = "a"}});
    CHECK(parsed("data:  a:b\n\n") == SseEvents{{.data = " a:b"}});
    CHECK(parsed("data\n\n") == SseEvents{{.data = ""}});
    CHECK(parsed("Data: x\nfoo\nfoo: y\n data: z\n\n").empty());
}

TEST_CASE("sse: comments and events without data are nothing", "[net]") {
    CHECK(parsed(": keep-alive\n\nevent: ping\n\n: x\ndata: a\n\n") == SseEvents{{.data = "a"}});
}

TEST_CASE("sse: an id stays until another comes, and none holds NUL", "[net]") {
    const std::string nul("id: a\0b\ndata: 3\n\n", 17);

    CHECK(parsed("id: 7\ndata: 1\n\ndata: 2\n\n" + nul + "id\ndata: 4\n\n") ==
          SseEvents{{.data = "1", .id = "7"},
                    {.data = "2", .id = "7"},
                    {.data = "3", .id = "7"},
                    {.data = "4"}});
}

TEST_CASE("sse: a byte order mark counts at the very start only", "[net]") {
    CHECK(parsed("\xEF\xBB\xBF"
                 "data: a\n\n") == SseEvents{{.data = "a"}});
    CHECK(parsed("\xEF\xBB\xBF\xEF\xBB\xBF"
                 "data: a\n\n")
              .empty());
    CHECK(parsed("data: a\n\n\xEF\xBB\xBF"
                 "data: b\n\n") == SseEvents{{.data = "a"}});
    CHECK(parsed("\xEF\xBB"
                 "data: a\n\n")
              .empty());
}

TEST_CASE("sse: what is not ended by an empty line is no event", "[net]") {
    CHECK(parsed("data: a\n\ndata: b\n") == SseEvents{{.data = "a"}});
    CHECK(parsed("data: a").empty());
}

TEST_CASE("sse: a line past 16 MiB is a failure, not memory", "[net]") {
    SseParser parser;
    const std::string piece(1u << 20, 'x');
    parser.feed("data: ");
    for (int i = 0; i < 15; ++i) parser.feed(piece);

    CHECK_THROWS_AS((parser.feed(piece), parser.feed(piece)), Failure);
}

TEST_CASE("sse: many data lines of one event are bounded too", "[net]") {
    SseParser parser;
    const std::string line = "data: " + std::string(1u << 20, 'x') + "\n";
    for (int i = 0; i < 15; ++i) parser.feed(line);

    CHECK_THROWS_AS((parser.feed(line), parser.feed(line)), Failure);
}

TEST_CASE("sse: the published vectors", "[net]") {
    const auto path = test::test_data() / "vectors/sse_vectors.json";
    if (!std::filesystem::exists(path)) {
        WARN("skipped: " << path << " is not there");
        return;
    }

    for (const auto& vector : nlohmann::json::parse(test::read_whole(path))) {
        if (!vector.contains("input_b64")) continue;  // Described, not given; covered above.
        const std::string name = vector["name"];
        INFO(name);
        const SseEvents events = parsed(from_base64(vector["input_b64"].get<std::string>()));
        const auto& expected = vector["expect"];
        // By the standard a CR ends a line by itself, so the last event of "cr-only" is whole; the
        // vector was made with a parser that waits for a possible LF.
        REQUIRE(events.size() == expected.size() + (name == "cr-only" ? 1 : 0));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const std::string event = events[i].event.empty() ? "message" : events[i].event;
            CHECK(event == expected[i]["event"]);
            CHECK(events[i].data == expected[i]["data"]);
            if (expected[i].contains("id")) CHECK(events[i].id == expected[i]["id"]);
        }
    }
}
