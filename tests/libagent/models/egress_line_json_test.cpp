#include "libagent/models/egress_line_json.h"

#include "libagent/base/json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;

TEST_CASE("egress line: one line of JSON with time, host, bytes and values", "[share][egress]") {
    const std::vector<chat::Message> messages = {{.role = chat::Role::user, .text = "four"}};
    const std::vector<models::SentColumn> values = {{"r1", "total", {"12", "7"}},
                                                    {"(error)", "", {"no\nline"}}};

    const std::string line = models::egress_line({.host = "api.example.com",
                                                  .model = "openai:x",
                                                  .conversation = "c1",
                                                  .bytes = 345,
                                                  .messages = messages},
                                                 values, rfc3339_moment("2026-01-02T03:04:05Z"));

    CHECK(line.find('\n') == line.size() - 1);
    const Json json = parse_json(line, "line").value();
    CHECK(json["time"] == "2026-01-02T03:04:05Z");
    CHECK(json["host"] == "api.example.com");
    CHECK(json["request_bytes"] == 345);
    CHECK(json["text_bytes"]["user"] == 4);
    CHECK(json["value_bytes"] == 10);
    CHECK(json["values"][0] ==
          Json::parse(R"({"source":"r1","column":"total","bytes":3,"values":["12","7"]})"));
    CHECK_FALSE(json["values"][1].contains("column"));
}
