#include "libagent/base/json.h"

#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

using namespace askdb;

TEST_CASE("json: keys keep their order", "[base]") {
    const auto json = parse_json(R"({"z":1,"a":[true,null,"é"]})", "the test");

    REQUIRE(json.ok());
    CHECK(dump_json(json.value()) == R"({"z":1,"a":[true,null,"é"]})");
}

TEST_CASE("json: what is no JSON is an error that names the text", "[base]") {
    for (const char* text :
         {"", "{", "{\"a\":}", "[1,]", "nul", "1 2", "\"\xff\"", "'a'", "1e999"}) {
        const auto json = parse_json(text, "the answer");
        INFO(text);
        REQUIRE_FALSE(json.ok());
        CHECK(json.error().code == Errc::bad_input);
        CHECK(json.error().message == "the answer is not valid JSON");
    }
}

TEST_CASE("json: hostile depth is refused before it is built", "[base]") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };

    CHECK(parse_json(nested(200), "it").ok());
    CHECK_FALSE(parse_json(nested(201), "it").ok());
    CHECK(parse_json(nested(5'000'000), "it").error().message == "it nests deeper than 200 levels");
    CHECK_FALSE(parse_json(std::string(5'000'000, '['), "it").ok());
    CHECK(parse_json('"' + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + '"', "it")
              .ok());
}

TEST_CASE("json: objects with hostile numbers of members are refused, not built", "[base]") {
    const auto object = [](std::size_t members, const std::string& value) {
        std::string text = "{";
        for (std::size_t i = 0; i < members; ++i) {
            text += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + value;
        }
        return text + "}";
    };
    const auto begin = std::chrono::steady_clock::now();

    const auto broad = parse_json(object(300'000, "1"), "it");
    const auto many_broad = parse_json(object(30, object(2'500, "1")), "it");
    const auto fair = parse_json(object(2'000, "\"::::\""), "it");
    const auto many_small = parse_json(object(500, object(100, "1")), "it");
    const bool is_object = is_json_object(object(300'000, "1"));

    CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(10)));
    REQUIRE_FALSE(broad.ok());
    CHECK(broad.error().message == "it has too many members in one object");
    CHECK_FALSE(many_broad.ok());
    CHECK(fair.ok());
    CHECK(many_small.ok());
    CHECK(is_object);
}

TEST_CASE("json: what is an object is told without building it", "[base]") {
    for (const char* text : {"{}", " {\"a\":[1,{}]}\n", "\t{\"a\":null}"})
        CHECK(is_json_object(text));
    for (const char* text : {"", "[]", "{", "\"{\"", "{} {}", "{\"a\":\"\xff\"}"}) {
        CHECK_FALSE(is_json_object(text));
    }
    CHECK_FALSE(is_json_object(R"({"a":)" + std::string(200, '[') + std::string(200, ']') + "}"));
}

TEST_CASE("json: data that is not UTF-8 is printed all the same", "[base]") {
    const Json json = {{"text", "a\xff"}};

    CHECK(dump_json(json) == "{\"text\":\"a\xEF\xBF\xBD\"}");
}
