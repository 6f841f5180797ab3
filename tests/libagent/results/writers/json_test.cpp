#include "libagent/base/json.h"

#include "libagent/base/text.h"
#include "libagent/results/writers/json_text.h"
#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <random>

using namespace askdb::results;
using askdb::Json;
using askdb::database::Kind;
using askdb::database::Rows;

TEST_CASE("json: one object a line, keys in order and distinct", "[results]") {
    const Rows rows =
        sample_rows({"b", "a", "b", "b", "b_2"},
                    {integer_cell("1"), text_cell("x"), null_cell, null_cell, null_cell,
                     integer_cell("2"), text_cell("y"), null_cell, null_cell, null_cell});

    CHECK(written("json", rows) ==
          "[\n"
          "{\"b\":1,\"a\":\"x\",\"b_3\":null,\"b_4\":null,\"b_2\":null},\n"
          "{\"b\":2,\"a\":\"y\",\"b_3\":null,\"b_4\":null,\"b_2\":null}\n"
          "]\n");
    CHECK(written("json", sample_rows({"a"}, {})) == "[]\n");
    CHECK(written("json", Rows()) == "[]\n");
}

TEST_CASE("json: numbers keep every digit, and only JSON's numbers are numbers", "[results]") {
    const std::string digits(500, '8');
    const auto value = [](const SampleCell& cell) {
        const std::string text = written("json", sample_rows({"v"}, {cell}));
        return text.substr(7, text.size() - 7 - 4);  // Between [\n{"v": and }\n]\n.
    };

    CHECK(value(decimal_cell("-" + digits + ".50")) == "-" + digits + ".50");
    CHECK(value(integer_cell("9007199254740993")) == "9007199254740993");
    CHECK(value(real_cell("0.30000000000000004")) == "0.30000000000000004");
    CHECK(value(real_cell("1e+21")) == "1e+21");
    for (const char* text : {".5", "+1", "007", "1.", "0x1F", "1e", "-", "1 2", "--1", "-01"}) {
        CHECK(value(decimal_cell(text)) == '"' + std::string(text) + '"');
    }
    for (const char* text : {"Infinity", "-Infinity", "NaN"})
        CHECK(value(real_cell(text)) == '"' + std::string(text) + '"');
    CHECK(value({Kind::boolean, "true"}) == "true");
    CHECK(value({Kind::date, "2024-02-29"}) == "\"2024-02-29\"");
    CHECK(value(bytes_cell(std::string("\0\xab", 2))) == "\"\\\\x00ab\"");
    CHECK(value(text_cell("12")) == "\"12\"");
}

TEST_CASE("json: nothing in a string can break it or reach a terminal as a command", "[results]") {
    const std::string odd("\"\\\n\t\r\0\x1b\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa9\xff\xc3\xa9", 19);

    StringSink sink;
    OutputBuffer out(sink);
    append_json_string(out, odd);
    out.finish();

    CHECK(sink.text ==
          "\"\\\"\\\\\\n\\t\\r\\u0000\\u001b\\u007f\\u009b\\u202e\\u2069\xef\xbf\xbd\xc3\xa9\"");
}

TEST_CASE("json: what is read back equals every cell", "[results]") {
    std::mt19937 random(8259);
    std::vector<SampleCell> cells;
    for (int i = 0; i < 2 * 2000; ++i) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n) text += static_cast<char>(random() % 256);
        if (random() % 2 == 0)
            text = askdb::valid_utf8(text) + "\xe2\x80\xa8\xf0\x9f\x98\x80\xc2\x85";
        cells.push_back(random() % 5 == 0 ? null_cell : text_cell(text));
    }

    const Json json = Json::parse(written("json", sample_rows({"a", "b"}, cells)));

    REQUIRE(json.size() == 2000);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Json& value = json[i / 2][i % 2 == 0 ? "a" : "b"];
        if (cells[i].kind == Kind::null) {
            REQUIRE(value.is_null());
        } else {
            REQUIRE(value.get<std::string>() == askdb::valid_utf8(cells[i].text));
        }
    }
}
