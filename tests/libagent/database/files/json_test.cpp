#include "tests/libagent/database/files/read_records.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;
using askdb::test::read_all;
using askdb::test::RecordTexts;
using askdb::test::TextInput;

namespace {

struct JsonTable {
    std::vector<std::string> names;
    RecordTexts records;
};

JsonTable read_json(std::string text) {
    const TextInput input(std::move(text));
    JsonReader reader(input, TextEncoding::utf8, "x.jsonl");
    JsonTable table;
    table.records = read_all(reader);
    table.names = reader.names();
    return table;
}

std::string why_not_json(std::string text) {
    try {
        read_json(std::move(text));
    } catch (const Failure& failure) {
        return failure.error().message;
    }
    return "it can be read";
}

}

TEST_CASE("json: lines, objects in a row and one array are the same rows", "[files]") {
    const RecordTexts rows = {{"1", "x"}, {"2", "y"}};
    CHECK(read_json("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n").records == rows);
    CHECK(read_json("{\n \"a\": 1,\n \"b\": \"x\"\n}{\"b\":\"y\",\"a\":2}").records == rows);
    CHECK(read_json("\xEF\xBB\xBF[ {\"a\":1,\"b\":\"x\"} ,\n{\"a\":2,\"b\":\"y\"}]\n").records ==
          rows);
    CHECK(read_json("").records.empty());
    CHECK(read_json("[]").records.empty());
}

TEST_CASE("json: columns are all keys, in the order in which they come", "[files]") {
    const JsonTable table = read_json("{\"b\":1}\n{\"a\":null,\"b\":2}\n{}\n{\"c\":true}\n");

    CHECK(table.names == std::vector<std::string>{"b", "a", "c"});
    CHECK(table.records == RecordTexts{{"1"}, {"2", "∅"}, {"∅", "∅"}, {"∅", "∅", "true"}});
}

TEST_CASE("json: numbers keep their digits, what is nested is JSON text", "[files]") {
    const JsonTable table = read_json(
        R"({"n":123456789012345678901234567890,"d":1.10,"e":1e2,"i":-9223372036854775808,)"
        R"("o":{"x":[1.50,"q\"{",null,{}],"y":{"z":false}},"l":[[],[2]]})");

    CHECK(table.records[0] ==
          std::vector<std::string>{"123456789012345678901234567890", "1.10", "1e2",
                                   "-9223372036854775808",
                                   R"({"x":[1.50,"q\"{",null,{}],"y":{"z":false}})", "[[],[2]]"});
}

TEST_CASE("json: texts may hold braces, escapes and NUL", "[files]") {
    const JsonTable table = read_json(R"({"a":"}\"\\","b":"\u0000\u00e9"}{"a":2})");

    CHECK(table.records[0] == std::vector<std::string>{"}\"\\", std::string("\0é", 3)});
    CHECK(table.records[1] == std::vector<std::string>{"2", "∅"});
}

TEST_CASE("json: numbers beyond a double keep their digits, too", "[files]") {
    const std::string digits = "1" + std::string(400, '0');
    const JsonTable table =
        read_json("{\"a\":1e400,\"b\":" + digits + ",\"c\":[1,-2.50E+999],\"d\":1e-400}");

    CHECK(table.records[0] ==
          std::vector<std::string>{"1e400", digits, "[1,-2.50E+999]", "1e-400"});
    CHECK(why_not_json("{\"a\":01e400}") == "cannot read 'x.jsonl': line 1: this is not JSON");
}

TEST_CASE("json: half of a surrogate pair is told", "[files]") {
    CHECK(why_not_json("{\"a\":\"x \\uD800\"}") ==
          "cannot read 'x.jsonl': line 1: '\\uD800' is half of a surrogate pair, and no character "
          "by itself");
    CHECK(why_not_json("{\"a\":1}\n{\"a\":\"\\udc00\"}").find("line 2: '\\udc00' is half") !=
          std::string::npos);
    CHECK(why_not_json("{\"a\":\"\\ud800\\u0041\"}").find("'\\ud800' is half") !=
          std::string::npos);
    CHECK(read_json("{\"a\":\"\\ud83d\\ude00\"}").records[0][0] == "😀");
}

TEST_CASE("json: a key that comes twice is told with its line", "[files]") {
    CHECK(why_not_json("{\"a\":1}\n{\"a\":null,\"b\":2,\"a\":3}\n") ==
          "cannot read 'x.jsonl': line 2: the key 'a' comes twice in one object");
    CHECK(why_not_json("{\"a\":[1],\"a\":{}}").find("the key 'a' comes twice") !=
          std::string::npos);
    CHECK(read_json("{\"a\":{\"b\":1,\"b\":2}}").records[0][0] == "{\"b\":1,\"b\":2}");
}

TEST_CASE("json: what is no object is told with its line", "[files]") {
    CHECK(why_not_json("{\"a\":1}\n\n17\n") ==
          "cannot read 'x.jsonl': line 3: this is no JSON object");
    CHECK(why_not_json("{\"a\":1}\n{\"a\":}\n") ==
          "cannot read 'x.jsonl': line 2: this is not JSON");
    CHECK(why_not_json("{\"a\":1}\n{\"a\":\n{") ==
          "cannot read 'x.jsonl': line 2: the file ends before what begins here does");
    CHECK(why_not_json("[{\"a\":1}\n{\"a\":1}]").find("line 2: this is no JSON object") !=
          std::string::npos);
    CHECK(why_not_json("[{\"a\":1}").find("the file ends before") != std::string::npos);
    CHECK(why_not_json("[{\"a\":1},]").find("no JSON object") != std::string::npos);
    CHECK(why_not_json("[{\"a\":1}] {}").find("no JSON object") != std::string::npos);
    CHECK(why_not_json("{\"a\":1},{\"a\":2}").find("no JSON object") != std::string::npos);
    CHECK(why_not_json("[1,2]").find("no JSON object") != std::string::npos);
}

TEST_CASE("json: thousands of keys and depths are an error or a value, never a crash", "[files]") {
    std::string many;
    for (int i = 0; i < 3'000; ++i) many += "{\"k" + std::to_string(i) + "\":1}\n";
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');

    CHECK(why_not_json(many).find("there are more than 2000 different keys") != std::string::npos);
    CHECK(read_json("{\"a\":" + deep + "}").records[0][0] == deep);
    CHECK(why_not_json("{\"a\":" + std::string(100'000, '[') + "}").find("line 1") !=
          std::string::npos);
}

TEST_CASE("json: objects that lie across what is read at once are whole", "[files]") {
    const std::string wide(150'000, 'w');
    std::string text = "[";
    for (int i = 0; i < 7; ++i)
        text += std::string(i > 0 ? ",\n" : "") + "{\"a\":\"" + wide +
                "\\\"\",\"b\":" + std::to_string(i) + "}";

    const JsonTable table = read_json(text + "]");

    REQUIRE(table.records.size() == 7);
    for (std::size_t i = 0; i < 7; ++i) {
        CHECK(table.records[i][0] == wide + "\"");
        CHECK(table.records[i][1] == std::to_string(i));
    }
}
